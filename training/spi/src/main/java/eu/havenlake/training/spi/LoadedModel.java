package eu.havenlake.training.spi;

/**
 * A model that does not learn any more. It is built for as many images as it is first asked about at once; ask about as
 * many each time. Methods may be called from any thread.
 */
public interface LoadedModel extends AutoCloseable {
    /** What it is. */
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
