package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.training.engine.checkpoint.Checkpoints;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Shape;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains a network on a table of image tensors: the driver plans (classes, split), a barrier stage of one task per
 * executor holds replicas and images, the driver evaluates. There is no Spark job for an iteration. When a worker is
 * lost, a new stage goes on from the newest checkpoint with the executors that there are.
 */
public final class TrainingJob {

    private final TrainingSettings settings;
    private final EngineSource engine;
    private final String checkpoints;
    private final String data;

    /**
     * A training to run.
     *
     * @param checkpoints folder for this training's checkpoints that all executors reach, as a path or URI
     * @param data the state of the tensors, as their table's version: a training goes on with the same only
     */
    public TrainingJob(TrainingSettings settings, EngineSource engine, String checkpoints, String data) {
        this.settings = settings;
        this.engine = engine;
        this.checkpoints = checkpoints;
        this.data = data;
    }

    /**
     * Trains from the beginning; checkpoints of an earlier training are removed when the workers are there.
     *
     * @param tensors columns image, donor (pseudonym), label, cluster, width, height, channels, pixels (unsigned bytes,
     *     a plane for each channel); read twice, and once more for each lost worker
     * @throws HavenException if the data or the settings do not allow it, or the loss is not a number any more
     */
    public TrainingResult run(Dataset<Row> tensors, TrainingProgress progress) {
        return train(tensors, progress, checkpoints(tensors)::clear);
    }

    /**
     * Goes on from the newest checkpoint.
     *
     * @throws HavenException as {@link #run} does, or if there is none, or it belongs to other data or settings
     */
    public TrainingResult resume(Dataset<Row> tensors, TrainingProgress progress) {
        if (checkpoints(tensors).newest().isEmpty()) {
            throw new HavenException(
                    "Cannot go on training: there is no checkpoint in " + checkpoints + ". Train without --resume.");
        }
        return train(tensors, progress, () -> {});
    }

    /** Removes the checkpoints: the result is safe. */
    public void forget(SparkContext context) {
        new Checkpoints(checkpoints, context.hadoopConfiguration()).clear();
    }

    private Checkpoints checkpoints(Dataset<Row> tensors) {
        return new Checkpoints(
                checkpoints, tensors.sparkSession().sparkContext().hadoopConfiguration());
    }

    private TrainingResult train(Dataset<Row> tensors, TrainingProgress progress, Runnable begin) {
        List<Row> descriptions = TensorColumns.descriptions(tensors);
        refuseEmpty(descriptions);
        List<Item> items = descriptions.stream().map(TensorColumns::item).toList();
        Shape shape = TensorColumns.shape(descriptions);
        List<String> classes = Classes.of(items.stream().map(Item::label));
        Split split = Split.of(items, settings.validationFraction(), settings.testFraction(), settings.seed());
        Map<Part, Split.Count> counts = split.counts(items);
        Classes.refuseTooFew(classes, counts.get(Part.TRAINING));
        Plan plan = new Plan(
                settings,
                shape.channels(),
                shape.height(),
                shape.width(),
                classes,
                counts,
                engine,
                1,
                1,
                checkpoints,
                Fingerprint.of(settings, data, shape, items, split),
                0);
        return result(plan, outcomes(new Attempt(tensors, items, split, progress), tensors, plan, progress, begin));
    }

    private static void refuseEmpty(List<Row> descriptions) {
        if (descriptions.isEmpty()) {
            throw new HavenException("Cannot train: the table of tensors has no images."
                    + " Run haven features first, and check that donors consent to the purpose of the study.");
        }
    }

    private List<Outcome> outcomes(
            Attempt attempt, Dataset<Row> tensors, Plan plan, TrainingProgress progress, Runnable begin) {
        SparkContext context = tensors.sparkSession().sparkContext();
        Crew crew = Crew.muster(context, settings, 0, Set.of());
        begin.run();
        Set<String> gone = new HashSet<>();
        for (int lost = 0; ; lost++) {
            switch (attempt.run(plan.with(crew, done(tensors, plan)), crew)) {
                case Attempt.Ending.Done finished -> {
                    return finished.outcomes();
                }
                case Attempt.Ending.WorkerLost loss -> {
                    refuseFurther(loss, lost);
                    progress.notice("A worker was lost (" + loss.reason() + "): training goes on after epoch "
                            + done(tensors, plan) + ".");
                    gone.addAll(loss.executors());
                    crew = Crew.muster(context, settings, crew.workers(), gone);
                }
            }
        }
    }

    private void refuseFurther(Attempt.Ending.WorkerLost loss, int before) {
        if (before >= settings.workers().restarts()) {
            throw new HavenException("Cannot go on training: workers were lost " + (before + 1)
                    + " times, the last one so: " + loss.reason()
                    + ". Look into the logs of that executor; then go on with haven train --resume.");
        }
    }

    /** Epochs in the newest checkpoint. */
    private int done(Dataset<Row> tensors, Plan plan) {
        return checkpoints(tensors)
                .newest()
                .map(checkpoint -> {
                    if (!checkpoint.training().equals(plan.training())) {
                        throw new HavenException(
                                "Cannot go on from the checkpoints in " + checkpoints
                                        + ": they belong to other images or other settings. Restore these, or train without --resume.");
                    }
                    return checkpoint.epochs().size();
                })
                .orElse(0);
    }

    private TrainingResult result(Plan plan, List<Outcome> outcomes) {
        return switch (outcomes.getFirst()) {
            case Outcome.Refused refused -> throw new HavenException(refused.message());
            case Outcome.Trained trained -> result(plan, trained, test(trained, outcomes));
            case Outcome.Answered answered ->
                throw new IllegalStateException("The first worker gave its answers, but no weights");
        };
    }

    /** The answers of all workers, in an order that does not depend on how many there were. */
    private static List<Prediction> test(Outcome.Trained trained, List<Outcome> outcomes) {
        Stream<Prediction> others = outcomes.stream()
                .filter(Outcome.Answered.class::isInstance)
                .map(Outcome.Answered.class::cast)
                .flatMap(answered -> answered.test().stream());
        return Stream.concat(trained.test().stream(), others)
                .sorted(Comparator.comparing(Prediction::image))
                .toList();
    }

    private TrainingResult result(Plan plan, Outcome.Trained trained, List<Prediction> test) {
        return new TrainingResult(
                trained.engine(),
                trained.threads(),
                new Architecture(
                        settings.network(), plan.shape(), plan.classes().size()),
                plan.classes(),
                trained.normalisation(),
                trained.weights(),
                trained.epochs(),
                trained.bestEpoch(),
                plan.counts(),
                test,
                evaluation(plan.classes(), test, plan.counts().get(Part.TRAINING)));
    }

    private Optional<Evaluation> evaluation(List<String> classes, List<Prediction> test, Split.Count training) {
        if (test.isEmpty()) {
            return Optional.empty();
        }
        int majority = Classes.majority(classes, training.classes());
        return Optional.of(Evaluation.of(classes, test, majority, Bootstrap.seeded(settings.seed())));
    }
}
