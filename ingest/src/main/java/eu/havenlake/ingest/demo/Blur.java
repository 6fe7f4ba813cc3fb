package eu.havenlake.ingest.demo;

/** Three running means in each direction: close to a Gaussian, and its cost does not grow with the radius. */
final class Blur {
    private static final int PASSES = 3;

    private Blur() {}

    /**
     * A softened copy of a square picture.
     *
     * @param picture row by row
     * @param width pixels in a row
     * @param sigma standard deviation of the Gaussian in pixels; below a third of a pixel nothing changes
     */
    static float[] of(float[] picture, int width, double sigma) {
        int radius = (int) Math.round(sigma * Math.sqrt(3.0 / PASSES));
        float[] from = picture.clone();
        if (radius == 0) {
            return from;
        }
        float[] to = new float[from.length];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int line = 0; line < width; line++) {
                line(from, to, line * width, 1, width, radius);
            }
            for (int line = 0; line < width; line++) {
                line(to, from, line, width, width, radius);
            }
        }
        return from;
    }

    private static void line(float[] from, float[] to, int start, int step, int width, int radius) {
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += from[start + clamp(i, width) * step];
        }
        for (int i = 0; i < width; i++) {
            to[start + i * step] = (float) (sum / (2 * radius + 1));
            sum += from[start + clamp(i + radius + 1, width) * step] - from[start + clamp(i - radius, width) * step];
        }
    }

    private static int clamp(int i, int width) {
        return Math.max(0, Math.min(width - 1, i));
    }
}
