package eu.havenlake.jobs.lifecycle;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.cluster.IsolatedEngine;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Engine;

/** The training engine of this process. */
final class LocalEngine {
    private LocalEngine() {}

    /**
     * It; in local mode that of the worker, too, which has as many threads.
     *
     * @throws HavenException if it cannot run here
     */
    static Engine of(TrainingSettings settings) {
        int threads = settings.threads() > 0
                ? settings.threads()
                : Runtime.getRuntime().availableProcessors();
        return new IsolatedEngine(settings.engineJars()).usable(threads);
    }
}
