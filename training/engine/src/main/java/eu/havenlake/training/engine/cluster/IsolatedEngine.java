package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.loader.EngineLoader;
import eu.havenlake.training.spi.Engine;
import java.nio.file.Path;

/**
 * The engine that ships in a folder of jars of its own.
 *
 * @param jars the folder on this machine
 */
public record IsolatedEngine(String jars) implements EngineSource {

    /** @throws HavenException if the folder holds no engine, or it runs with another number of threads already */
    @Override
    public Engine open(int threads) {
        try {
            return EngineLoader.open(Path.of(jars), threads);
        } catch (IllegalArgumentException | IllegalStateException refusal) {
            throw new HavenException(refusal.getMessage(), refusal);
        }
    }
}
