package eu.havenlake.training.spi;

/** A model read from a file, ready to predict. Methods may be called from any thread. */
public interface LoadedModel extends AutoCloseable {
    /** What was loaded. */
    Architecture architecture();

    /**
     * Computes logits for any number of images.
     *
     * @param images whole images of {@code input.size()} values each, NCHW
     * @return {@code classes} values per image
     */
    float[] predict(float[] images);

    /** A copy of its weights, to evaluate or train on in a {@link Replica} of the same architecture. */
    float[] parameters();

    /** A copy of its running statistics, as {@link Replica#readStatistics} orders them. */
    float[] statistics();

    @Override
    void close();
}
