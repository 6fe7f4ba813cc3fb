package eu.havenlake.training.spi;

import java.nio.file.Path;

/**
 * What an engine must know before it starts; fixed for the life of the JVM, as native libraries read it once.
 *
 * @param threads compute threads, as a rule the cores given to this JVM; part of what makes a run repeatable, because
 *     another number of threads sums in another order
 * @param scratch folder for unpacked native libraries; must allow execution
 */
public record EngineSettings(int threads, Path scratch) {
    public EngineSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("Cannot start a training engine with " + threads
                    + " threads: it needs at least one. Give the number of cores of this process.");
        }
    }

    /** That many threads, scratch space in the JVM's folder for temporary files. */
    public static EngineSettings ofThreads(int threads) {
        return new EngineSettings(threads, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
