package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.EngineFactory;

/** Opens BigDL 0.13 on its MKL-DNN back end. */
public final class BigDlEngineFactory implements EngineFactory {
    @Override
    public Engine open(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("Cannot start BigDL with " + threads
                    + " compute threads: it needs at least one. Give the number of cores of this process.");
        }
        return new BigDlEngine(threads);
    }
}
