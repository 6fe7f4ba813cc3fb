package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.worker.EpochRecord;

/** Hears how a training gets on. Called by other threads. */
public interface TrainingProgress {

    /** An epoch is done; some seconds late. */
    void epoch(EpochRecord epoch);

    /** Something else that the user should know, such as a lost worker. */
    default void notice(String sentence) {}
}
