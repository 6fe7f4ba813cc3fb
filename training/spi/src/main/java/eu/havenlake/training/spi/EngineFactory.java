package eu.havenlake.training.spi;

/**
 * Entry to an engine, found by {@link java.util.ServiceLoader} in the class loader that holds the engine. Needs a public
 * constructor without arguments, which must not touch native code.
 */
public interface EngineFactory {
    /**
     * Makes the engine; no native code starts before its first use or {@link Engine#probe()}. Native libraries read
     * their settings once, so a JVM should open one engine and keep it.
     *
     * @param threads compute threads, as a rule the cores given to this JVM. Part of what makes a run repeatable, because
     *     another number of threads sums in another order
     */
    Engine open(int threads);
}
