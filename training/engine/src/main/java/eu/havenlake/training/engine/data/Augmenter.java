package eu.havenlake.training.engine.data;

import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.spi.Shape;
import java.util.SplittableRandom;

/**
 * Writes images as normalised floats, changed at random for training. What happens to an image depends on (seed, epoch,
 * image id) only: not on its place in a batch, on the worker or on other images. Not for use by several threads.
 */
public final class Augmenter {

    private final Augmentation settings;
    private final Shape shape;
    private final long seed;
    private final float[] table;
    /** For each pixel of the output: where its upper left neighbour lies, and the shares of the right and lower ones. */
    private final int[] source;

    private final float[] right;
    private final float[] lower;

    public Augmenter(Augmentation settings, Shape shape, Normalisation normalisation, long seed) {
        this.settings = settings;
        this.shape = shape;
        this.seed = seed;
        this.table = normalisation.table();
        int plane = shape.height() * shape.width();
        this.source = new int[plane];
        this.right = new float[plane];
        this.lower = new float[plane];
    }

    /** The image as it is. */
    public void plain(byte[] pixels, float[] out, int offset) {
        int plane = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                out[offset + i] = table[c << 8 | pixels[i] & 255];
            }
        }
    }

    /** The image as it is seen in one epoch. */
    public void changed(Images.Image image, int epoch, float[] out, int offset) {
        if (settings.equals(Augmentation.NONE)) {
            plain(image.pixels(), out, offset);
            return;
        }
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, epoch, Seeds.of(image.id())));
        place(Move.draw(settings, shape, random));
        byte[] pixels = image.pixels();
        for (int c = 0; c < shape.channels(); c++) {
            interpolate(pixels, c, out, offset);
        }
    }

    /** Maps each pixel of the output to its place in the input; outside, the border is repeated. */
    private void place(Move move) {
        int width = shape.width();
        int height = shape.height();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float fromX = clamp(move.x(x, y), width - 1);
                float fromY = clamp(move.y(x, y), height - 1);
                int left = Math.min((int) fromX, Math.max(width - 2, 0));
                int top = Math.min((int) fromY, Math.max(height - 2, 0));
                int pixel = y * width + x;
                source[pixel] = top * width + left;
                right[pixel] = fromX - left;
                lower[pixel] = fromY - top;
            }
        }
    }

    private void interpolate(byte[] pixels, int channel, float[] out, int offset) {
        int plane = source.length;
        int base = channel * plane;
        int stepX = shape.width() > 1 ? 1 : 0;
        int stepY = shape.height() > 1 ? shape.width() : 0;
        int row = channel << 8;
        for (int i = 0; i < plane; i++) {
            int at = base + source[i];
            float a = table[row | pixels[at] & 255];
            float b = table[row | pixels[at + stepX] & 255];
            float c = table[row | pixels[at + stepY] & 255];
            float d = table[row | pixels[at + stepY + stepX] & 255];
            float upper = a + (b - a) * right[i];
            out[offset + base + i] = upper + (c + (d - c) * right[i] - upper) * lower[i];
        }
    }

    private static float clamp(float value, int most) {
        return Math.max(0, Math.min(value, most));
    }

    /**
     * From a place in the output to the place in the input: turn and mirror about the centre, then shift.
     *
     * @param xx share of x in the input's x; likewise the others
     * @param dx constant part of the input's x; likewise dy
     */
    record Move(float xx, float xy, float yx, float yy, float dx, float dy) {

        static Move draw(Augmentation settings, Shape shape, SplittableRandom random) {
            boolean mirrorX = random.nextBoolean() && settings.flipHorizontal();
            boolean mirrorY = random.nextBoolean() && settings.flipVertical();
            double angle = Math.toRadians(symmetric(random) * settings.rotation());
            double shiftX = symmetric(random) * settings.shift() * shape.width();
            double shiftY = symmetric(random) * settings.shift() * shape.height();
            double centreX = (shape.width() - 1) / 2.0;
            double centreY = (shape.height() - 1) / 2.0;
            double signX = mirrorX ? -1 : 1;
            double signY = mirrorY ? -1 : 1;
            double xx = Math.cos(angle) * signX;
            double xy = -Math.sin(angle) * signX;
            double yx = Math.sin(angle) * signY;
            double yy = Math.cos(angle) * signY;
            double dx = centreX - xx * centreX - xy * centreY + shiftX;
            double dy = centreY - yx * centreX - yy * centreY + shiftY;
            return new Move((float) xx, (float) xy, (float) yx, (float) yy, (float) dx, (float) dy);
        }

        float x(int toX, int toY) {
            return xx * toX + xy * toY + dx;
        }

        float y(int toX, int toY) {
            return yx * toX + yy * toY + dy;
        }

        private static double symmetric(SplittableRandom random) {
            return 2 * random.nextDouble() - 1;
        }
    }
}
