package eu.havenlake.training.engine.data;

/**
 * A batch of fixed size; its arrays are used again for the next one. Rows past the real ones are filler: real rows
 * repeated (zeros would change the statistics of batch normalisation) with weight zero.
 */
public final class Batch {

    private final float[] images;
    private final int[] labels;
    private final float[] weights;
    private int real;

    Batch(int rows, int imageSize) {
        this.images = new float[Math.multiplyExact(rows, imageSize)];
        this.labels = new int[rows];
        this.weights = new float[rows];
    }

    /** Normalised values of all rows, NCHW. */
    public float[] images() {
        return images;
    }

    /** Class of each row. */
    public int[] labels() {
        return labels;
    }

    /** Weight of each row in the loss. */
    public float[] weights() {
        return weights;
    }

    /** Number of rows that are no filler; they come first. */
    public int real() {
        return real;
    }

    void row(int row, int label, float weight) {
        labels[row] = label;
        weights[row] = weight;
    }

    void real(int rows) {
        real = rows;
    }
}
