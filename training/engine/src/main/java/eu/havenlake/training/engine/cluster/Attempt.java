package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import scala.reflect.ClassTag;

/** One barrier stage: all workers from the beginning, or a checkpoint, to the end, unless one is lost. */
final class Attempt {
    private static final long EVENTS_MILLIS = 10_000;

    private final Dataset<Row> tensors;
    private final List<Item> items;
    private final Split split;
    private final TrainingProgress progress;

    Attempt(Dataset<Row> tensors, List<Item> items, Split split, TrainingProgress progress) {
        this.tensors = tensors;
        this.items = items;
        this.split = split;
        this.progress = progress;
    }

    /** How it ended. */
    sealed interface Ending {
        /** @param outcomes of all workers */
        record Done(List<Outcome> outcomes) implements Ending {}

        /**
         * The training can go on without it.
         *
         * @param reason why a worker was lost
         * @param executors that are gone
         */
        record WorkerLost(String reason, Set<String> executors) implements Ending {}
    }

    Ending run(Plan plan, Crew crew) {
        SparkContext context = tensors.sparkSession().sparkContext();
        CollectionAccumulator<EpochRecord> epochs = new CollectionAccumulator<>();
        context.register(epochs, "epochs");
        EpochListener listener = new EpochListener(epochs.id(), progress);
        LostWorkers losses = new LostWorkers();
        context.addSparkListener(listener);
        context.addSparkListener(losses);
        losses.mark(context);
        try {
            List<Outcome> outcomes = outcomes(plan, crew, epochs);
            listener.hand(fresh(outcomes, plan.done()));
            return new Ending.Done(outcomes);
        } catch (Exception failure) {
            // Spark's own exception is a checked one, which its Scala does not declare.
            return lost(context, losses, failure);
        } finally {
            context.removeSparkListener(listener);
            context.removeSparkListener(losses);
        }
    }

    private List<Outcome> outcomes(Plan plan, Crew crew, CollectionAccumulator<EpochRecord> epochs) {
        List<Seat> seats = Seat.of(items, split, plan.lanes(), plan.workers());
        RDD<Row> rows =
                TensorColumns.dealt(tensors, seats, plan.workers()).javaRDD().rdd();
        ClassTag<Outcome> tag = ClassTag.apply(Outcome.class);
        return crew.placed(rows)
                .barrier()
                .mapPartitions(new BarrierTask(plan, epochs), false, tag)
                .toJavaRDD()
                .collect();
    }

    private static List<EpochRecord> fresh(List<Outcome> outcomes, int done) {
        return outcomes.getFirst() instanceof Outcome.Trained trained
                ? trained.epochs().subList(done, trained.epochs().size())
                : List.of();
    }

    /** Spark tells why tasks ended by events that come after the failure. */
    private static Ending lost(SparkContext context, LostWorkers losses, Exception failure) {
        try {
            context.listenerBus().waitUntilEmpty(EVENTS_MILLIS);
        } catch (java.util.concurrent.TimeoutException e) {
            failure.addSuppressed(e);
        }
        Optional<String> reason = losses.reason();
        if (reason.isEmpty()) {
            throw new IllegalStateException("The training failed: " + failure.getMessage(), failure);
        }
        return new Ending.WorkerLost(reason.get(), losses.replaceSilent(context));
    }
}
