package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Probe;
import java.io.Serializable;

/** Where a worker's JVM gets its engine from. Travels to the executors. */
public interface EngineSource extends Serializable {

    /**
     * The engine of this JVM.
     *
     * @param threads compute threads; the first call decides
     */
    Engine open(int threads);

    /**
     * The same, which can compute here.
     *
     * @throws HavenException if it cannot
     */
    default Engine usable(int threads) {
        Engine engine = open(threads);
        if (engine.probe() instanceof Probe.Unusable unusable) {
            throw new HavenException(unusable.reason());
        }
        return engine;
    }
}
