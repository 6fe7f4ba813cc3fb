package eu.havenlake.training.spi;

import java.nio.file.Path;

/**
 * Computes forward and backward passes of convolutional networks in one JVM. Everything else of training (optimiser,
 * loss, exchange between workers, checkpoints) is the caller's. Methods may be called from any thread.
 *
 * <p>Except for {@link #probe()}, methods throw {@link IllegalStateException} with the reason where the engine cannot
 * work on this machine.
 */
public interface Engine {
    /** Whether this machine can run the engine. Loads the native libraries; never throws. */
    Probe probe();

    /** What the arrays of an architecture's replicas hold. */
    Layout layout(Architecture architecture);

    /**
     * Builds a network for batches of exactly {@code rows} images.
     *
     * @param seed of the initial weights: the same seed gives the same weights on every machine
     */
    Replica build(Architecture architecture, int rows, long seed);

    /**
     * Writes a model to a new file (or over an old one) in the engine's own format.
     *
     * @param parameters as in {@link Replica#parameters()}
     * @param statistics as {@link Replica#readStatistics} gives them
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    void saveModel(Architecture architecture, float[] parameters, float[] statistics, Path file);

    /**
     * Reads a model that {@link #saveModel} or the engine's own tools have written.
     *
     * @throws IllegalArgumentException if the file does not hold a model of this architecture
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    LoadedModel loadModel(Architecture architecture, Path file);

    /**
     * Puts a model together that answers.
     *
     * @param parameters as in {@link Replica#parameters()}
     * @param statistics as {@link Replica#readStatistics} gives them
     */
    LoadedModel model(Architecture architecture, float[] parameters, float[] statistics);
}
