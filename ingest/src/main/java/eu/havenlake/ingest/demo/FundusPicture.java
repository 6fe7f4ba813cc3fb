package eu.havenlake.ingest.demo;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Paints what a fundus camera would see of a phantom eye: pigment, choroid, macula, vessels, disc, lesions, then
 * illumination, haze, focus and the noise of the sensor. Everything but the
 * lesions is the same for every grade of an eye.
 */
final class FundusPicture {
    /** Pixels on a side. */
    static final int SIZE = 224;

    /** Pixels from the centre to the rim of the camera's field. */
    private static final double RADIUS = SIZE * 0.485;

    private final Eye eye;
    private final Random person;
    private final Random side;
    private final Random camera;
    private final Random sick;

    FundusPicture(Eye eye, long seed) {
        this.eye = eye;
        String name = eye.patient() + " " + eye.side();
        this.person = Seeds.of(seed, "person " + eye.patient());
        this.side = Seeds.of(seed, "side " + name);
        this.camera = Seeds.of(seed, "camera " + name);
        this.sick = Seeds.of(seed, "lesions " + name);
    }

    /** The picture as 8-bit RGB. */
    BufferedImage paint() {
        Canvas canvas = new Canvas(SIZE, toPixels());
        Retina retina = Retina.of(side);
        LesionCounts counts = LesionCounts.of(eye.grade(), sick);
        background(canvas, retina);
        disc(canvas, retina);
        vessels(canvas, retina, counts.beading());
        distractors(canvas, retina);
        new Lesions(canvas, retina, counts, sick).paint();
        return photograph(canvas);
    }

    /** Mirrors left eyes, turns and moves the eye a little as patients do. */
    private AffineTransform toPixels() {

        AffineTransform transform = AffineTransform.getTranslateInstance(SIZE / 2.0, SIZE / 2.0);
        transform.scale(eye.side() == Eye.Side.LEFT ? -RADIUS : RADIUS, RADIUS);
        transform.rotate(Seeds.about(camera, 0, 0.07));
        return transform;
    }

    /** Orange of the pigment that two eyes of a person share, the choroid's mottling, the dark macula. */
    private void background(Canvas canvas, Retina retina) {
        double dark = person.nextDouble();
        canvas.fill(new float[] {
            (float) (0.80 - 0.26 * dark),
            (float) (0.43 - 0.19 * dark),
            (float) (0.20 - 0.10 * dark + 0.05 * person.nextDouble())
        });
        Texture clouds = new Texture(side);
        Texture streaks = new Texture(side);
        double mottled = Seeds.between(person, 0.05, 0.14);
        double tessellated = person.nextInt(4) == 0 ? 0.14 : 0.04;
        canvas.shade((x, y) -> 1 + mottled * clouds.cloud(3 * x, 3 * y), 1, 1.2, 1.2);
        canvas.shade(
                (x, y) -> 1 + tessellated * (1 - 2.6 * Math.abs(streaks.cloud(4 * x + 0.8 * y, 6 * y))), 0.7, 1, 0.6);
        double depth = Seeds.between(person, 0.25, 0.5);
        canvas.shade((x, y) -> 1 - depth * bell(retina.fovea().distance(x, y), 0.11), 0.8, 1, 0.9);
        canvas.shade((x, y) -> 1 - 0.16 * bell(retina.fovea().distance(x, y), 0.28), 0.8, 1, 1);
        canvas.shade((x, y) -> 1 + 0.14 * bell(retina.disc().distance(x, y), 0.33), 0.7, 1, 0.9);
    }

    private void disc(Canvas canvas, Retina retina) {
        double r = retina.discRadius();
        double oval = Seeds.between(side, 0.85, 0.97);
        double cup = r * retina.cup();
        double x = retina.disc().getX();
        double y = retina.disc().getY();
        float[] rim = canvas.mask((Graphics2D g) -> g.fill(oval(x, y, r * oval, r)));
        float[] bright = canvas.mask((Graphics2D g) -> g.fill(oval(x - 0.15 * r, y, cup * oval, cup)));
        double pale = person.nextDouble();
        canvas.cover(canvas.soft(rim, 0.012), 0.92, 0.60 + 0.1 * pale, 0.30 + 0.12 * pale);
        canvas.cover(canvas.soft(bright, 0.022), 0.99, 0.84 + 0.08 * pale, 0.55 + 0.15 * pale);
    }

    /** Venules are wider and darker; arterioles let more red pass and shine along their middle. */
    private void vessels(Canvas canvas, Retina retina, double beading) {
        double calibre = Seeds.between(person, 0.9, 1.15);
        float[] venules = canvas.mask((Graphics2D g) -> retina.vessels().stream()
                .filter(vessel -> !vessel.artery())
                .forEach(vessel -> vessel.draw(g, beading, calibre)));
        float[] arterioles = canvas.mask((Graphics2D g) ->
                retina.vessels().stream().filter(Vessel::artery).forEach(vessel -> vessel.draw(g, 0, calibre)));
        float[] shine = canvas.mask((Graphics2D g) -> retina.vessels().stream()
                .filter(vessel -> vessel.artery() && vessel.width() > 0.015)
                .forEach(vessel -> vessel.draw(g, 0, 0.3 * calibre)));
        canvas.absorb(canvas.soft(venules, 0.004), 0.66, 0.42, 0.45);
        canvas.absorb(canvas.soft(arterioles, 0.004), 0.86, 0.52, 0.50);
        canvas.cover(scaled(canvas.soft(shine, 0.003), 0.22), 0.98, 0.66, 0.42);
    }

    /** What is no retinopathy and looks a little like it: drusen, a naevus, dust on the lens. */
    private void distractors(Canvas canvas, Retina retina) {
        int drusen = person.nextInt(8) == 0 ? Seeds.between(side, 4, 18) : 0;
        float[] pale = canvas.mask((Graphics2D g) -> {
            for (int i = 0; i < drusen; i++) {
                double r = Seeds.between(side, 0.006, 0.014);
                double x = retina.fovea().getX() + Seeds.about(side, 0, 0.13);
                double y = retina.fovea().getY() + Seeds.about(side, 0, 0.13);
                g.fill(oval(x, y, r, r));
            }
        });
        canvas.cover(scaled(canvas.soft(pale, 0.006), 0.55), 0.92, 0.72, 0.40);
        boolean naevus = side.nextInt(25) == 0;
        double size = Seeds.between(side, 0.04, 0.09);
        double x = Seeds.between(side, -0.6, 0.3);
        double y = Seeds.between(side, -0.6, 0.6);
        float[] brown = canvas.mask((Graphics2D g) -> {
            if (naevus) {
                g.fill(oval(x, y, size, 0.8 * size));
            }
        });
        canvas.absorb(canvas.soft(brown, 0.02), 0.72, 0.66, 0.75);
    }

    private BufferedImage photograph(Canvas canvas) {
        double offX = Seeds.about(camera, 0, 0.2);
        double offY = Seeds.about(camera, 0, 0.2);
        double fall = Seeds.between(camera, 0.15, 0.5);
        double exposure = Seeds.between(camera, 0.85, 1.2);
        canvas.shade((x, y) -> exposure * (1.04 - fall * ((x - offX) * (x - offX) + (y - offY) * (y - offY))), 1, 1, 1);
        double haze = camera.nextInt(4) == 0 ? Seeds.between(camera, 0.12, 0.3) : Seeds.between(camera, 0.0, 0.06);
        double reflexX = Seeds.about(camera, 0.05, 0.12);
        double reflexY = Seeds.about(camera, -0.05, 0.12);
        double reflex = camera.nextInt(2) * Seeds.between(camera, 0.05, 0.28);
        canvas.cover(canvas.mask((x, y) -> haze * (0.7 + 0.5 * (x * x + y * y))), 0.72, 0.52, 0.33);
        canvas.cover(
                canvas.mask((x, y) -> reflex * bell(Math.hypot(2 * (x - reflexX), y - reflexY), 0.09)),
                0.75,
                0.75,
                0.72);
        canvas.defocus(
                camera.nextInt(5) == 0 ? Seeds.between(camera, 0.009, 0.016) : Seeds.between(camera, 0.002, 0.006));
        return develop(canvas);
    }

    /** Adds the sensor's noise and the black mask of the field, cut off above and below by some cameras. */
    private BufferedImage develop(Canvas canvas) {
        float[][] light = {canvas.light(0), canvas.light(1), canvas.light(2)};
        double noise = Seeds.between(camera, 0.006, 0.018);
        double tone = Seeds.between(camera, 0.9, 1.1);
        double cut = camera.nextBoolean() ? 1 : Seeds.between(camera, 0.8, 0.9);
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIZE * SIZE; i++) {
            double x = (i % SIZE + 0.5 - SIZE / 2.0) / RADIUS;
            double y = (i / SIZE + 0.5 - SIZE / 2.0) / RADIUS;
            double seen = Math.abs(y) > cut ? 0 : Math.max(0, Math.min(1, (1 - Math.hypot(x, y)) * 60));
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                double grain = noise * camera.nextGaussian();
                double value = seen * (light[c][i] * (c == 2 ? tone : 1) + grain) + 0.012;
                rgb = rgb << 8 | (int) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
            image.setRGB(i % SIZE, i / SIZE, rgb);
        }
        return image;
    }

    private static Ellipse2D oval(double x, double y, double halfWidth, double halfHeight) {
        return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    private static double bell(double distance, double width) {
        return Math.exp(-distance * distance / (2 * width * width));
    }

    private static float[] scaled(float[] mask, double factor) {
        float[] scaled = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            scaled[i] = (float) (factor * mask[i]);
        }
        return scaled;
    }
}
