package eu.havenlake.jobs.lifecycle;

import static org.apache.spark.sql.functions.col;

import eu.havenlake.features.image.ImageSettings;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A stored model on images of a study that its training did not have: external validation (Collins et al., TRIPOD, 2015,
 * type 4), or validation in time, where it is the model's own study that has got new donors. Thresholds and temperature
 * are those that were chosen when it was trained.
 *
 * <p>Left out are the donors of the training, also of the models that it began with, the same files of other donors, and
 * what the study's tensors show to be near duplicates of these. A changed file of a donor with another pseudonym is not
 * known again where it came with another data set.
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
        refuseOtherCrop(place.settings().image(study));
        TrainingSettings settings = place.settings().training(study);
        StudyLake lake = place.lakeOf(study);
        Table tensors = ImageTensors.IMAGE_TENSOR.of(study.study().id());
        Dataset<Row> all = lake.read(tensors);
        Dataset<Row> unseen = withoutDuplicates(all, unseen(lake, all, card));
        long there = all.select("image").count();
        long images = unseen.select("image").count();
        refuseNone(there, images, study);
        place.say("  %,d images of donors whom the training did not have, %,d left out"
                .formatted(images, there - images));
        Evaluation evaluation = new EvaluationJob(
                        settings, ShippedEngine.of(place.lake().session().sparkContext(), settings.engineJars()))
                .run(
                        unseen,
                        registry.trained(card, LocalEngine.of(settings)),
                        card.beside(),
                        answered -> place.say("  %,d of %,d images".formatted(answered, images)));
        Map<String, Long> data = Map.of(tensors.qualifiedName(), lake.version(tensors));
        Validation validation =
                new Validation(id(card), study.study().id(), place.clock().instant(), card.start(), data, evaluation);
        place.say("  " + registry.keep(card, validation, place.run()));
        result.accept(validation);
        return new Outcome(data, Map.of(), Map.of("images", images, "donors", (long) evaluation.donors()));
    }

    private static String id(ModelCard model) {
        return "%s/%d".formatted(model.name(), model.version());
    }

    /** Without donors and images that the model had, or one that it began with. */
    private Dataset<Row> unseen(StudyLake lake, Dataset<Row> tensors, ModelCard model) {
        Table learnt = Learnt.LEARNT.of(model.name());
        Column its = col("model").equalTo(model.version());
        if (place.lake().read(learnt).where(its).isEmpty()) {
            throw new HavenException(
                    "Cannot tell whom the training of model %s had: %s does not say it. Train the model again."
                            .formatted(id(model), learnt));
        }
        Dataset<Row> rest = lake.without(tensors, learnt, its, List.of("donor", "image"));
        if (model.ancestor().isPresent()) {
            return unseen(lake, rest, registry.card(model.ancestor().get()));
        }
        if (!model.start().equals(ModelCard.RANDOM)) {
            place.say("  Model %s began with %s: whether that had seen these donors is not known."
                    .formatted(id(model), model.start()));
        }
        return rest;
    }

    /** Without images that look (nearly) like one that is left out. */
    private static Dataset<Row> withoutDuplicates(Dataset<Row> tensors, Dataset<Row> unseen) {
        Dataset<Row> left = tensors.select("donor", "image", "cluster")
                .join(unseen.select("donor", "image"), new String[] {"donor", "image"}, "left_anti");
        return unseen.join(left.select("cluster").distinct(), new String[] {"cluster"}, "left_anti");
    }

    private void refuseOtherCrop(ImageSettings of) {
        String wanted = card.configuration().getOrDefault("image.crop", "none");
        if (!of.crop().name().equalsIgnoreCase(wanted)) {
            throw new HavenException(
                    "Cannot evaluate model %s: its images were made with image.crop = %s, those of the study with %s. Set it alike, and run haven features again."
                            .formatted(id(card), wanted, of.crop().name().toLowerCase(Locale.ROOT)));
        }
    }

    private void refuseNone(long there, long images, StudyFile study) {
        String id = study.study().id();
        if (there == 0) {
            throw new HavenException(
                    "Cannot evaluate model %s by the images of study %s: it has none. Run haven features --study %2$s first, and check that donors consent to its purpose."
                            .formatted(id(card), id));
        }
        if (images == 0) {
            throw new HavenException(
                    "Cannot evaluate model %s by the images of study %s: its training had all their donors. Name another study, or see what it says of the images held out: haven evaluate %1$s."
                            .formatted(id(card), id));
        }
    }
}
