package eu.havenlake.ingest.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.Random;

/** Paints the lesions of one eye over its retina. Lengths are in units of the retina: one is about 7 mm. */
final class Lesions {
    private static final double DISC_FREE = 0.17;

    private final Canvas canvas;
    private final Retina retina;
    private final LesionCounts counts;
    private final Random random;
    /** How well all of them stand out from the retina, 0 to 1. */
    private final double contrast;

    Lesions(Canvas canvas, Retina retina, LesionCounts counts, Random random) {
        this.canvas = canvas;
        this.retina = retina;
        this.counts = counts;
        this.random = random;
        this.contrast = Seeds.between(random, 0.4, 0.9);
    }

    void paint() {
        if (counts.microaneurysms() == 0) {
            return;
        }
        cottonWool();
        blood();
        exudates();
        vessels();
        beforeTheRetina();
    }

    private void cottonWool() {
        if (counts.cottonWool() == 0) {
            return;
        }
        float[] spots = canvas.mask((Graphics2D graphics) -> {
            for (int i = 0; i < counts.cottonWool(); i++) {
                faint(graphics);
                Point2D at = somewhere(0.5);
                graphics.fill(blob(at, Seeds.between(random, 0.03, 0.06), Seeds.between(random, 0.6, 1.0)));
            }
        });
        canvas.cover(fainter(canvas.soft(spots, 0.016), 0.75), 0.93, 0.85, 0.6);
    }

    private void blood() {
        float[] red = canvas.mask((Graphics2D graphics) -> {
            for (int i = 0; i < counts.microaneurysms(); i++) {
                faint(graphics);
                graphics.fill(disc(somewhere(0.42), Seeds.between(random, 0.006, 0.012)));
            }
            for (int i = 0; i < counts.blots(); i++) {
                faint(graphics);
                double size = Seeds.between(random, 0.012, 0.036) * (random.nextInt(6) == 0 ? 1.6 : 1);
                graphics.fill(blob(somewhere(0.5), size, Seeds.between(random, 0.65, 1.0)));
            }
            for (int i = 0; i < counts.flames(); i++) {
                flame(graphics, somewhere(0.45));
            }
        });
        canvas.absorb(fainter(canvas.soft(red, 0.004), 1), 0.52, 0.30, 0.33);
    }

    /** A brush of strokes that points to the disc, as nerve fibres do. */
    private void flame(Graphics2D graphics, Point2D at) {
        double angle = Math.atan2(
                at.getY() - retina.disc().getY(), at.getX() - retina.disc().getX());
        double length = Seeds.between(random, 0.05, 0.11);
        graphics.setStroke(new BasicStroke(0.008f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < 9; i++) {
            double spread = angle + Seeds.about(random, 0, 0.18);
            Path2D fibre = new Path2D.Double();
            fibre.moveTo(at.getX(), at.getY());
            double way = length * Seeds.between(random, 0.4, 1.0);
            fibre.lineTo(at.getX() + way * Math.cos(spread), at.getY() + way * Math.sin(spread));
            graphics.draw(fibre);
        }
    }

    /** Clusters of sharp yellow spots, some of them rings, most around the macula. */
    private void exudates() {
        float[] spots = canvas.mask((Graphics2D graphics) -> {
            for (int i = 0; i < counts.exudates(); i++) {
                cluster(graphics);
            }
        });
        canvas.cover(fainter(canvas.soft(spots, 0.003), 0.9), 0.98, 0.86, 0.42);
    }

    private void cluster(Graphics2D graphics) {
        faint(graphics);
        Point2D centre = somewhere(0.36);
        boolean ring = random.nextInt(3) == 0;
        double size = Seeds.between(random, 0.05, 0.13);
        int spots = Seeds.between(random, 6, 26);
        for (int i = 0; i < spots; i++) {
            double angle = Seeds.between(random, 0.0, 2 * Math.PI);
            double away = ring ? size * Seeds.between(random, 0.8, 1.1) : size * Math.abs(Seeds.about(random, 0, 0.5));
            Point2D at =
                    new Point2D.Double(centre.getX() + away * Math.cos(angle), centre.getY() + away * Math.sin(angle));
            graphics.fill(blob(at, Seeds.between(random, 0.005, 0.017), 0.8));
        }
    }

    private void vessels() {
        float[] tangles = canvas.mask((Graphics2D graphics) -> {
            for (int i = 0; i < counts.abnormalVessels(); i++) {
                tangle(graphics, somewhere(0.45), 3, 0.10, 0.007f);
            }
            for (int i = 0; i < counts.newVessels(); i++) {
                Point2D at = i == 0 && random.nextBoolean() ? retina.disc() : somewhere(0.55);
                tangle(graphics, at, 14, 0.2, 0.007f);
            }
        });
        canvas.absorb(fainter(tangles, 1), 0.68, 0.34, 0.36);
    }

    /** Fine vessels that leave one point and turn without aim. */
    private void tangle(Graphics2D graphics, Point2D from, int strands, double length, float width) {
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < strands; i++) {
            Path2D strand = new Path2D.Double();
            double x = from.getX();
            double y = from.getY();
            double heading = Seeds.between(random, 0.0, 2 * Math.PI);
            strand.moveTo(x, y);
            for (double way = 0; way < length; way += 0.012) {
                heading += Seeds.about(random, 0.12, 0.55);
                x += 0.012 * Math.cos(heading);
                y += 0.012 * Math.sin(heading);
                strand.lineTo(x, y);
            }
            graphics.draw(strand);
        }
    }

    /** Blood between retina and vitreous settles with a level; in the vitreous it drifts and veils. */
    private void beforeTheRetina() {
        float[] pools = canvas.mask((Graphics2D graphics) -> {
            for (int i = 0; i < counts.pools(); i++) {
                Point2D at = somewhere(0.5);
                double width = Seeds.between(random, 0.22, 0.42);
                double height = width * Seeds.between(random, 0.45, 0.75);
                graphics.fill(new Arc2D.Double(
                        at.getX() - width / 2, at.getY() - height / 2, width, height, 180, 180, Arc2D.CHORD));
            }
        });
        canvas.absorb(fainter(canvas.soft(pools, 0.008), 1), 0.42, 0.16, 0.18);
        for (int i = 0; i < counts.clouds(); i++) {
            Point2D at = somewhere(0.5);
            Texture texture = new Texture(random);
            double size = Seeds.between(random, 0.25, 0.5);
            float[] cloud = canvas.mask((x, y) ->
                    1.3 * Math.exp(-at.distanceSq(x, y) / (size * size)) * (0.55 + texture.cloud(4 * x, 4 * y)));
            canvas.absorb(fainter(cloud, 1), 0.5, 0.3, 0.36);
        }
    }

    /** A place away from the disc and from the rim, near the macula by {@code spread}. */
    private Point2D somewhere(double spread) {
        Point2D fovea = retina.fovea();
        for (int attempt = 0; attempt < 100; attempt++) {
            double x = 0.5 * fovea.getX() + spread * random.nextGaussian();
            double y = fovea.getY() + spread * random.nextGaussian();
            if (Math.hypot(x, y) < 0.9 && retina.disc().distance(x, y) > DISC_FREE) {
                return new Point2D.Double(x, y);
            }
        }
        return fovea;
    }

    /** No two lesions are alike dark. */
    private void faint(Graphics2D graphics) {
        graphics.setColor(new Color(255, 255, 255, Seeds.between(random, 120, 255)));
    }

    private float[] fainter(float[] mask, double most) {
        float factor = (float) (most * contrast);
        float[] fainter = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            fainter[i] = factor * mask[i];
        }
        return fainter;
    }

    private static Ellipse2D disc(Point2D at, double radius) {
        return new Ellipse2D.Double(at.getX() - radius, at.getY() - radius, 2 * radius, 2 * radius);
    }

    /** A round shape with an uneven rim. */
    private Path2D blob(Point2D at, double radius, double flatness) {
        Path2D rim = new Path2D.Double();
        List<Double> reach = random.doubles(9, 0.7, 1.25).boxed().toList();
        for (int i = 0; i < 36; i++) {
            double angle = i * Math.PI / 18;
            double along = i / 4.0;
            double part = along - Math.floor(along);
            double from = reach.get((int) along % 9);
            double to = reach.get(((int) along + 1) % 9);
            double r = radius * (from + (to - from) * part * part * (3 - 2 * part));
            if (i == 0) {
                rim.moveTo(r * Math.cos(angle), flatness * r * Math.sin(angle));
            } else {
                rim.lineTo(r * Math.cos(angle), flatness * r * Math.sin(angle));
            }
        }
        rim.closePath();
        AffineTransform move = AffineTransform.getTranslateInstance(at.getX(), at.getY());
        move.rotate(Seeds.between(random, 0.0, Math.PI));
        rim.transform(move);
        return rim;
    }
}
