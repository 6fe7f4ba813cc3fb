package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import scala.reflect.ClassTag;

/**
 * Trains a network on a table of image tensors: the driver plans (classes, split), one barrier task holds the engine's
 * replica and all images, the driver evaluates. There is no Spark job for an iteration.
 */
public final class TrainingJob {

    private final TrainingSettings settings;
    private final EngineSource engine;

    public TrainingJob(TrainingSettings settings, EngineSource engine) {
        this.settings = settings;
        this.engine = engine;
    }

    /**
     * Trains.
     *
     * @param tensors columns image, donor (pseudonym), label, cluster, width, height, channels, pixels (unsigned bytes,
     *     a plane for each channel); read twice
     * @param progress receives each epoch, some seconds late; called by another thread
     * @throws HavenException if the data or the settings do not allow it, or the loss is not a number any more
     */
    public TrainingResult run(Dataset<Row> tensors, Consumer<EpochRecord> progress) {
        List<Row> descriptions = TensorColumns.descriptions(tensors);
        refuseEmpty(descriptions);
        List<Item> items = descriptions.stream().map(TensorColumns::item).toList();
        Shape shape = TensorColumns.shape(descriptions);
        List<String> classes = Classes.of(items.stream().map(Item::label));
        Split split = Split.of(items, settings.validationFraction(), settings.testFraction(), settings.seed());
        Map<Part, Split.Count> counts = split.counts(items);
        Classes.refuseTooFew(classes, counts.get(Part.TRAINING));
        Plan plan = new Plan(settings, shape.channels(), shape.height(), shape.width(), classes, split.parts(), engine);
        return switch (onCluster(tensors, plan, progress)) {
            case Outcome.Refused refused -> throw new HavenException(refused.message());
            case Outcome.Trained trained -> result(plan, counts, trained);
        };
    }

    private static void refuseEmpty(List<Row> descriptions) {
        if (descriptions.isEmpty()) {
            throw new HavenException("Cannot train: the table of tensors has no images."
                    + " Run haven features first, and check that donors consent to the purpose of the study.");
        }
    }

    private static Outcome onCluster(Dataset<Row> tensors, Plan plan, Consumer<EpochRecord> progress) {
        SparkContext context = tensors.sparkSession().sparkContext();
        CollectionAccumulator<EpochRecord> epochs = new CollectionAccumulator<>();
        context.register(epochs, "epochs");
        EpochListener listener = new EpochListener(epochs.id(), progress);
        context.addSparkListener(listener);
        try {
            RDD<Row> rows =
                    TensorColumns.pixels(tensors).repartition(1).javaRDD().rdd();
            ClassTag<Outcome> tag = ClassTag.apply(Outcome.class);
            RDD<Outcome> outcomes = rows.barrier().mapPartitions(new BarrierTask(plan, epochs), false, tag);
            Outcome outcome = outcomes.toJavaRDD().collect().getFirst();
            if (outcome instanceof Outcome.Trained trained) {
                listener.hand(trained.epochs());
            }
            return outcome;
        } finally {
            context.removeSparkListener(listener);
        }
    }

    private TrainingResult result(Plan plan, Map<Part, Split.Count> counts, Outcome.Trained trained) {
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
                counts,
                trained.test(),
                evaluation(plan.classes(), trained.test(), counts.get(Part.TRAINING)));
    }

    private Optional<Evaluation> evaluation(List<String> classes, List<Prediction> test, Split.Count training) {
        if (test.isEmpty()) {
            return Optional.empty();
        }
        int majority = Classes.majority(classes, training.classes());
        return Optional.of(Evaluation.of(classes, test, majority, Bootstrap.seeded(settings.seed())));
    }
}
