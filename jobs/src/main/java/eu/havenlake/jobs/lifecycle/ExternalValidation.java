package eu.havenlake.jobs.lifecycle;

import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Table;
import eu.havenlake.training.engine.cluster.EvaluationJob;
import eu.havenlake.training.engine.cluster.ShippedEngine;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.ModelRegistry;
import eu.havenlake.training.engine.registry.Validation;
import eu.havenlake.training.engine.settings.TrainingSettings;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A stored model on the images of a study that it has learnt nothing of: external validation (Collins et al., TRIPOD,
 * 2015, type 4), or validation in time, where it is the model's own study that has got new donors. Thresholds and
 * temperature are those that were chosen when it was trained.
 */
final class ExternalValidation {
    private final Workplace place;
    private final ModelRegistry registry;
    private final ModelCard card;

    ExternalValidation(Workplace place, ModelRegistry registry, ModelCard card) {
        this.place = place;
        this.registry = registry;
        this.card = card;
    }

    /**
     * Asks the model about them.
     *
     * @throws HavenException if there are none, or it cannot be told which they are
     */
    Outcome run(StudyFile study, Consumer<Validation> result) {
        TrainingSettings settings = place.settings().training(study);
        StudyLake lake = place.lakeOf(study);
        Table tensors = ImageTensors.IMAGE_TENSOR.of(study.study().id());
        Dataset<Row> all = lake.read(tensors);
        Dataset<Row> learnt = learnt(card).persist();
        try {
            Dataset<Row> unseen = unseen(all, learnt);
            long there = all.select("image").count();
            long images = unseen.select("image").count();
            refuseNone(there, images, study);
            place.say("  %,d images of donors whom the model has not learnt from, %,d of others left out"
                    .formatted(images, there - images));
            Evaluation evaluation = new EvaluationJob(
                            settings, ShippedEngine.of(place.lake().session().sparkContext(), settings.engineJars()))
                    .run(
                            unseen,
                            registry.trained(card, LocalEngine.of(settings)),
                            card.beside(),
                            answered -> place.say("  %,d of %,d images".formatted(answered, images)));
            Map<String, Long> data = Map.of(tensors.qualifiedName(), lake.version(tensors));
            Validation validation = new Validation(
                    "%s/%d".formatted(card.name(), card.version()),
                    study.study().id(),
                    place.clock().instant(),
                    data,
                    evaluation);
            place.say("  " + registry.keep(card, validation, place.run()));
            result.accept(validation);
            return new Outcome(data, Map.of(), Map.of("images", images, "donors", (long) evaluation.donors()));
        } finally {
            learnt.unpersist();
        }
    }

    /** Another file of the same donor may look like the one learnt from; the same file may have come from two donors. */
    private static Dataset<Row> unseen(Dataset<Row> tensors, Dataset<Row> learnt) {
        return tensors.join(learnt.select("donor").distinct(), array("donor"), "left_anti")
                .join(learnt.select("image").distinct(), array("image"), "left_anti");
    }

    private static String[] array(String column) {
        return new String[] {column};
    }

    /** Donors and images of a model, and of those that it began with; the held-out ones, too, whose figures are known. */
    private Dataset<Row> learnt(ModelCard model) {
        Table tensors = ImageTensors.IMAGE_TENSOR.of(model.name());
        try {
            Dataset<Row> own = place.lake()
                    .read(tensors, model.data().get(tensors.qualifiedName()))
                    .select("donor", "image");
            own.foreach(row -> {});
            return model.ancestor()
                    .map(registry::card)
                    .map(this::learnt)
                    .map(own::union)
                    .orElse(own);
        } catch (Exception gone) { // Spark throws checked exceptions without saying so
            throw new HavenException(
                    "Cannot tell whom model %s/%d has learnt from: %s had them in a version that is gone. Train the model again."
                            .formatted(model.name(), model.version(), tensors),
                    gone);
        }
    }

    private void refuseNone(long there, long images, StudyFile study) {
        String id = study.study().id();
        if (there == 0) {
            throw new HavenException(
                    "Cannot evaluate model %s/%d by the images of study %s: it has none. Run haven features --study %3$s first, and check that donors consent to its purpose."
                            .formatted(card.name(), card.version(), id));
        }
        if (images == 0) {
            throw new HavenException(
                    "Cannot evaluate model %s/%d by the images of study %s: it has learnt from all their donors. Name another study, or see what it says of the images held out: haven evaluate %1$s/%2$d."
                            .formatted(card.name(), card.version(), id));
        }
    }
}
