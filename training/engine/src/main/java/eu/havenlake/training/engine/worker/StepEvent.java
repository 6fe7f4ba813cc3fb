package eu.havenlake.training.engine.worker;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** One step of one worker in a recording of JDK Flight Recorder: where its time went. */
@Name("eu.havenlake.TrainingStep")
@Label("Training Step")
@Category({"HavenLake", "Training"})
@Description("A worker's part of a step: its passes, the exchange with the others, the update of its slice")
@StackTrace(false)
final class StepEvent extends Event {
    @Label("Epoch")
    int epoch;

    @Label("Iteration")
    int iteration;

    @Label("Worker")
    int worker;

    @Label("Images")
    int images;

    @Label("Waiting")
    @Description("For images to be prepared")
    @Timespan
    long waiting;

    @Label("Computing")
    @Description("Forward and backward passes")
    @Timespan
    long computing;

    @Label("Exchanging")
    @Description("With the other workers, waiting for them included")
    @Timespan
    long exchanging;

    void begin(int ofEpoch, int number, int ofWorker) {
        epoch = ofEpoch + 1;
        iteration = number + 1;
        worker = ofWorker;
        begin();
    }

    /** @param before what the sums had waited and exchanged when the step began */
    void end(Sums.Step own, Sums sums, Sums.Idle before) {
        end();
        images = (int) own.images();
        computing = nanos(own.seconds());
        waiting = nanos(sums.idle().waiting() - before.waiting());
        exchanging = nanos(sums.idle().exchanging() - before.exchanging());
        commit();
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}
