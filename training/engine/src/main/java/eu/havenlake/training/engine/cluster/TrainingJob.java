package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.training.engine.checkpoint.Checkpoint;
import eu.havenlake.training.engine.checkpoint.Checkpoints;
import eu.havenlake.training.engine.evaluation.Chosen;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.transfer.StartWeights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.reflect.ClassTag;

/**
 * Trains a network on a table of image tensors: the driver plans (classes, split), a barrier stage of one task per
 * executor holds replicas and images, the driver evaluates. There is no Spark job for an iteration. When a worker is
 * lost, a new stage goes on from the newest checkpoint with the executors that there are.
 */
public final class TrainingJob {

    private final TrainingSettings settings;
    private final Network network;
    private final EngineSource engine;
    private final String checkpoints;
    private final String data;

    /**
     * A training to run.
     *
     * @param network that the settings name
     * @param checkpoints folder for this training's checkpoints that all executors reach, as a path or URI
     * @param data the state of the tensors, as their table's version: a training goes on with the same only
     */
    public TrainingJob(
            TrainingSettings settings, Network network, EngineSource engine, String checkpoints, String data) {
        this.settings = settings;
        this.network = network;
        this.engine = engine;
        this.checkpoints = checkpoints;
        this.data = data;
    }

    /** Weights to begin with, for the network that the data need. Asked once, on the driver. */
    public interface Beginning {
        /**
         * The weights.
         *
         * @param classes their names in order
         * @throws HavenException if there are none that fit
         */
        StartWeights of(Architecture architecture, List<String> classes);
    }

    /** Trains from the engine's own first weights; else as {@link #run(Dataset, Beginning, TrainingProgress)}. */
    public TrainingResult run(Dataset<Row> tensors, TrainingProgress progress) {
        return run(tensors, (architecture, classes) -> StartWeights.NONE, progress);
    }

    /**
     * Trains from the beginning; checkpoints of an earlier training are removed when the workers are there.
     *
     * @param tensors columns image, donor (pseudonym), label, cluster, width, height, channels, pixels (unsigned bytes,
     *     a plane for each channel); read twice, and once more for each lost worker
     * @param start weights to begin with
     * @throws HavenException if the data or the settings do not allow it, or the loss is not a number any more
     */
    public TrainingResult run(Dataset<Row> tensors, Beginning start, TrainingProgress progress) {
        refuseOldDump();
        return train(tensors, start, progress, checkpoints(tensors)::clear);
    }

    /**
     * Goes on from the newest checkpoint.
     *
     * @throws HavenException as {@link #run} does, or if there is none, or it belongs to other data or settings
     */
    public TrainingResult resume(Dataset<Row> tensors, TrainingProgress progress) {
        Checkpoint newest = checkpoints(tensors)
                .newest()
                .orElseThrow(() -> new HavenException("Cannot go on training: there is no checkpoint in " + checkpoints
                        + ". Train without --resume."));
        return train(tensors, (architecture, classes) -> StartWeights.none(newest.start()), progress, () -> {});
    }

    /**
     * What a worker will need, without training.
     *
     * @param ofDriver an engine of this process
     */
    public MemoryPlan plan(Dataset<Row> tensors, Engine ofDriver) {
        List<Row> descriptions = TensorColumns.descriptions(tensors);
        TensorColumns.refuseEmpty(descriptions);
        TensorColumns.refuseUnweighted(descriptions);
        List<Item> items = descriptions.stream().map(TensorColumns::item).toList();
        List<String> classes = Classes.of(items.stream().map(Item::label));
        Architecture architecture = architecture(TensorColumns.shape(descriptions), classes);
        return MemoryPlan.of(
                settings,
                architecture,
                layout(ofDriver, architecture),
                items.size(),
                split(items).counts(items).get(Part.TRAINING).images());
    }

    private static Layout layout(Engine engine, Architecture architecture) {
        try {
            return engine.layout(architecture);
        } catch (IllegalArgumentException notTrainable) {
            throw new HavenException(notTrainable.getMessage(), notTrainable);
        }
    }

    private void refuseOldDump() {
        if (!settings.dumpStep().isBlank() && Files.exists(Path.of(settings.dumpStep()))) {
            throw new HavenException("Cannot dump a step to " + settings.dumpStep()
                    + ": it exists already. Name a new folder (training.dump-step).");
        }
    }

    private Split split(List<Item> items) {
        return Split.of(items, settings.validationFraction(), settings.testFraction(), settings.seed());
    }

    /** Removes the checkpoints: the result is safe. */
    public void forget(SparkContext context) {
        new Checkpoints(checkpoints, context.hadoopConfiguration()).clear();
    }

    private Checkpoints checkpoints(Dataset<Row> tensors) {
        return new Checkpoints(
                checkpoints, tensors.sparkSession().sparkContext().hadoopConfiguration());
    }

    private TrainingResult train(Dataset<Row> tensors, Beginning start, TrainingProgress progress, Runnable begin) {
        List<Row> descriptions = TensorColumns.descriptions(tensors);
        TensorColumns.refuseEmpty(descriptions);
        TensorColumns.refuseUnweighted(descriptions);
        List<Item> items = descriptions.stream().map(TensorColumns::item).toList();
        Shape shape = TensorColumns.shape(descriptions);
        List<String> classes = Classes.of(items.stream().map(Item::label));
        Classes.refuseUnordered(classes, settings.loss());
        Split split = split(items);
        Map<Part, Split.Count> counts = split.counts(items);
        Classes.refuseTooFew(classes, counts.get(Part.TRAINING));
        StartWeights weights = start.of(architecture(shape, classes), classes);
        Plan plan = new Plan(
                settings,
                shape,
                classes,
                counts,
                engine,
                1,
                1,
                checkpoints,
                Fingerprint.of(settings, network, data, shape, items, split),
                broadcast(tensors, network, Network.class),
                broadcast(tensors, weights, StartWeights.class),
                0);
        return result(
                plan,
                outcomes(new Attempt(tensors, items, split, progress), tensors, plan, progress, begin),
                TensorColumns.groups(descriptions));
    }

    private static <T> Broadcast<T> broadcast(Dataset<Row> tensors, T value, Class<T> type) {
        return tensors.sparkSession().sparkContext().broadcast(value, ClassTag.apply(type));
    }

    private Architecture architecture(Shape shape, List<String> classes) {
        try {
            return new Architecture(network, shape, classes.size());
        } catch (IllegalArgumentException tooSmall) {
            throw new HavenException(tooSmall.getMessage(), tooSmall);
        }
    }

    private List<Outcome> outcomes(
            Attempt attempt, Dataset<Row> tensors, Plan plan, TrainingProgress progress, Runnable begin) {
        SparkContext context = tensors.sparkSession().sparkContext();
        Crew crew = Crew.muster(context, settings, 0, Set.of());
        begin.run();
        Set<String> gone = new HashSet<>();
        for (int lost = 0; ; lost++) {
            noticeOtherThreads(tensors, plan, crew, progress);
            switch (attempt.run(plan.with(crew, done(tensors, plan)), crew)) {
                case Attempt.Ending.Done finished -> {
                    return finished.outcomes();
                }
                case Attempt.Ending.WorkerLost loss -> {
                    refuseFurther(loss, lost);
                    progress.notice("A worker was lost (" + loss.reason() + "): training goes on "
                            + newest(tensors, plan)
                                    .map(checkpoint -> "after "
                                            + checkpoint.epochs().getLast().place())
                                    .orElse("from its beginning")
                            + ".");
                    gone.addAll(loss.executors());
                    crew = Crew.muster(context, settings, crew.workers(), gone);
                }
            }
        }
    }

    /** Sums of another number of threads are added in another order. */
    private void noticeOtherThreads(Dataset<Row> tensors, Plan plan, Crew crew, TrainingProgress progress) {
        newest(tensors, plan)
                .map(Checkpoint::threads)
                .filter(threads -> threads > 0 && threads != crew.threads())
                .ifPresent(threads -> progress.notice(
                        "The checkpoint is of workers with %d compute thread(s), which now have %d: the weights will differ in their last bits from those of a training without a break (training.threads)."
                                .formatted(threads, crew.threads())));
    }

    private void refuseFurther(Attempt.Ending.WorkerLost loss, int before) {
        if (before >= settings.workers().restarts()) {
            throw new HavenException("Cannot go on training: workers were lost " + (before + 1)
                    + " times, the last one so: " + loss.reason()
                    + ". Look into the logs of that executor; then go on with haven train --resume.");
        }
    }

    /** Evaluations before the newest checkpoint. */
    private int done(Dataset<Row> tensors, Plan plan) {
        return newest(tensors, plan)
                .map(checkpoint -> checkpoint.epochs().size())
                .orElse(0);
    }

    private Optional<Checkpoint> newest(Dataset<Row> tensors, Plan plan) {
        Optional<Checkpoint> newest = checkpoints(tensors).newest();
        newest.ifPresent(checkpoint -> {
            if (!checkpoint.training().equals(plan.training())) {
                throw new HavenException("Cannot go on from the checkpoints in " + checkpoints
                        + ": they belong to other images or other settings. Restore these, or train without --resume.");
            }
        });
        return newest;
    }

    private TrainingResult result(Plan plan, List<Outcome> outcomes, Map<String, Map<String, String>> groups) {
        return switch (outcomes.getFirst()) {
            case Outcome.Refused refused -> throw new HavenException(refused.message());
            case Outcome.Trained trained -> result(plan, trained, outcomes, groups);
            case Outcome.Answered answered ->
                throw new IllegalStateException("The first worker gave its answers, but no weights");
        };
    }

    private TrainingResult result(
            Plan plan, Outcome.Trained trained, List<Outcome> outcomes, Map<String, Map<String, String>> groups) {
        List<Prediction> test = Outcome.answers(outcomes, Part.TEST);
        return new TrainingResult(
                trained.engine(),
                trained.threads(),
                plan.start().value().said(),
                architecture(plan.shape(), plan.classes()),
                plan.classes(),
                trained.normalisation(),
                trained.weights(),
                trained.epochs(),
                trained.bestEpoch(),
                plan.counts(),
                test,
                evaluation(plan, test, Outcome.answers(outcomes, Part.VALIDATION), groups));
    }

    private Optional<Evaluation> evaluation(
            Plan plan, List<Prediction> test, List<Prediction> validation, Map<String, Map<String, String>> groups) {
        if (test.isEmpty()) {
            return Optional.empty();
        }
        int majority = Classes.majority(
                plan.classes(), plan.counts().get(Part.TRAINING).classes());
        Chosen chosen = Chosen.on(validation, plan.classes().size(), settings.sensitivity());
        Evaluation.Beside beside = new Evaluation.Beside(majority, chosen, groups);
        return Optional.of(Evaluation.of(plan.classes(), test, beside, Bootstrap.seeded(settings.seed())));
    }
}
