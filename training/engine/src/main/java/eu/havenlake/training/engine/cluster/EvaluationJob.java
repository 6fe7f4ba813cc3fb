package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.spi.Shape;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import scala.reflect.ClassTag;

/**
 * Judges a trained network by a table of image tensors that it has not seen. Each executor asks its own copy about its
 * share of the rows as they come, so that images need no room; what a lost executor had is asked again by another.
 */
public final class EvaluationJob {

    private final TrainingSettings settings;
    private final EngineSource engine;

    /** @param settings of which those of workers and threads count, and the seed of the intervals */
    public EvaluationJob(TrainingSettings settings, EngineSource engine) {
        this.settings = settings;
        this.engine = engine;
    }

    /**
     * Evaluates.
     *
     * @param tensors columns as for {@link TrainingJob#run(Dataset, TrainingProgress)}
     * @param beside what is known besides; its groups are those of the table
     * @param progress hears now and then how many images were answered
     * @throws HavenException if the images are not such as the network takes
     */
    public Evaluation run(Dataset<Row> tensors, Trained trained, Evaluation.Beside beside, LongConsumer progress) {
        List<Row> descriptions = TensorColumns.descriptions(tensors);
        refuseUnfit(descriptions, trained);
        return Evaluation.of(
                trained.classes(),
                answers(tensors, trained, progress),
                beside.with(TensorColumns.groups(descriptions)),
                Bootstrap.seeded(settings.seed()));
    }

    private static void refuseUnfit(List<Row> descriptions, Trained trained) {
        TensorColumns.refuseEmpty(descriptions);
        Shape shape = TensorColumns.shape(descriptions);
        Shape wanted = trained.architecture().input();
        if (!shape.equals(wanted)) {
            throw new HavenException("Cannot evaluate: the images are " + shape + ", and the model takes " + wanted
                    + ". Make the tensors of that size (image.size, image.channels), then run haven features again.");
        }
        descriptions.stream()
                .map(TensorColumns::item)
                .filter(item -> !trained.classes().contains(item.label()))
                .findFirst()
                .ifPresent(item -> {
                    throw new HavenException("Cannot evaluate: image " + item.image() + " has the label "
                            + item.label() + ", and the model knows " + trained.classes()
                            + " only. Leave such images out, or choose another training.target.");
                });
    }

    private List<Prediction> answers(Dataset<Row> tensors, Trained trained, LongConsumer progress) {
        SparkContext context = tensors.sparkSession().sparkContext();
        Crew crew = Crew.muster(context, settings, 0, Set.of());
        LongAccumulator answered = new LongAccumulator();
        context.register(answered, "answered");
        AnswerListener listener = new AnswerListener(answered.id(), progress);
        context.addSparkListener(listener);
        Broadcast<Trained> shipped = context.broadcast(trained, ClassTag.apply(Trained.class));
        try {
            AnswerTask task = new AnswerTask(shipped, engine, crew.threads(), answered);
            RDD<Row> rows =
                    TensorColumns.asked(tensors, crew.workers()).javaRDD().rdd();
            List<Outcome> outcomes = crew.placed(rows)
                    .mapPartitions(task, false, ClassTag.apply(Outcome.class))
                    .toJavaRDD()
                    .collect();
            return Outcome.answers(outcomes, Part.TEST);
        } finally {
            shipped.destroy();
            context.removeSparkListener(listener);
        }
    }
}
