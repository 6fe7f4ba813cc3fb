package eu.havenlake.training.spi;

import java.util.List;

/**
 * One trainable copy of a network with fixed batch size. Methods may be called from any thread and run one after
 * another. Every array argument must have exactly the length named, else {@link IllegalArgumentException}.
 */
public interface Replica extends AutoCloseable {
    /** What was built. */
    Architecture architecture();

    /** Images per batch. A smaller batch is filled up by the caller, with zero gradients for the rows added. */
    int rows();

    /** Compute threads of the engine. They rest between passes. */
    int threads();

    /** Length of {@link #parameters()} and {@link #gradients()}. */
    int parameterCount();

    /** Length of the running statistics: mean and variance of each batch-normalised channel. */
    int statisticsCount();

    /** The tensors inside the flat arrays, by offset, without gaps. */
    List<Block> blocks();

    /** The weights themselves: a change is seen by the next forward pass. Valid until {@link #close()}. */
    float[] parameters();

    /** Where {@link #backward} leaves its result. Valid until {@link #close()}. */
    float[] gradients();

    /**
     * Computes the logits of one batch.
     *
     * @param images {@code rows * input.size()} values, NCHW
     * @param logits receives {@code rows * classes} values
     */
    void forward(float[] images, Mode mode, float[] logits);

    /**
     * Fills {@link #gradients()} with the sum over rows of parameter gradients; earlier contents are lost. Must follow a
     * forward pass in {@link Mode#TRAIN}, else {@link IllegalStateException}.
     *
     * @param gradLogits derivative of the loss by each logit, {@code rows * classes} values; a row of zeros adds nothing
     */
    void backward(float[] gradLogits);

    /**
     * Copies the running statistics out: for each batch normalisation in order of the network, the means of its channels,
     * then their unbiased variances. Moving averages with momentum 0.1, from mean 0 and variance 1.
     */
    void readStatistics(float[] statistics);

    /** Replaces the running statistics; order as in {@link #readStatistics}. */
    void writeStatistics(float[] statistics);

    /** Seeds the dropout of the passes to come. Seed each iteration for itself where a resumed run must repeat. */
    void seed(long seed);

    /** Frees native memory. Further calls of other methods throw {@link IllegalStateException}. */
    @Override
    void close();
}
