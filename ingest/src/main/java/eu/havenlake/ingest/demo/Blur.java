package eu.havenlake.ingest.demo;

/**
 * Three running means in each direction: close to a Gaussian, and the cost does not grow with its width. The two end
 * points of a mean count in part, so that widths of less than a pixel work too.
 */
final class Blur {
    private static final int PASSES = 3;

    private final int width;
    private final int radius;
    private final double endWeight;

    private Blur(int width, double sigma) {
        double variance = sigma * sigma / PASSES;
        this.width = width;
        this.radius = (int) ((Math.sqrt(12 * variance + 1) - 1) / 2);
        double next = radius + 1.0;
        this.endWeight = (2 * radius + 1) * (variance - radius * next / 3) / (2 * (next * next - variance));
    }

    /**
     * A softened copy of a square picture.
     *
     * @param picture row by row
     * @param width pixels in a row
     * @param sigma standard deviation of the Gaussian in pixels
     */
    static float[] of(float[] picture, int width, double sigma) {
        Blur blur = new Blur(width, sigma);
        float[] from = picture.clone();
        float[] to = new float[from.length];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int line = 0; line < width; line++) {
                blur.line(from, to, line * width, 1);
            }
            for (int line = 0; line < width; line++) {
                blur.line(to, from, line, width);
            }
        }
        return from;
    }

    private void line(float[] from, float[] to, int start, int step) {
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += from[start + inside(i) * step];
        }
        double weight = 2 * radius + 1 + 2 * endWeight;
        for (int i = 0; i < width; i++) {
            float before = from[start + inside(i - radius - 1) * step];
            float after = from[start + inside(i + radius + 1) * step];
            to[start + i * step] = (float) ((sum + endWeight * (before + after)) / weight);
            sum += after - from[start + inside(i - radius) * step];
        }
    }

    private int inside(int i) {
        return Math.max(0, Math.min(width - 1, i));
    }
}
