package eu.havenlake.training.spi;

/**
 * Entry to an engine, found by {@link java.util.ServiceLoader} in the class loader that holds the engine. Needs a public
 * constructor without arguments, which must not touch native code.
 */
public interface EngineFactory {
    /** Makes the engine; starts no native code before the first use or {@link Engine#probe()}. */
    Engine open(EngineSettings settings);
}
