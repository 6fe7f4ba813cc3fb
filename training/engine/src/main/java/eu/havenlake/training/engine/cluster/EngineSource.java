package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.spi.Engine;
import java.io.Serializable;

/** Where a worker's JVM gets its engine from. Travels to the executors. */
public interface EngineSource extends Serializable {

    /**
     * The engine of this JVM.
     *
     * @param threads compute threads; the first call decides
     */
    Engine open(int threads);
}
