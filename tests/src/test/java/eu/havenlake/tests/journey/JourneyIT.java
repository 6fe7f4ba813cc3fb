package eu.havenlake.tests.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.session.Home;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.silver.ImagingTables;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.registry.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Follows one observation and one image from their files to a trained model, and out again after a withdrawal. */
@TestMethodOrder(OrderAnnotation.class)
class JourneyIT {
    private static final Map<String, String> SHORT = Map.of(
            "image.size", "32",
            "training.model", "lenet5",
            "training.epochs", "12",
            "training.batch", "16",
            "training.patience", "0",
            "training.augmentation.flip-horizontal", "false",
            "training.validation-fraction", "0.2",
            "training.test-fraction", "0.3");

    @TempDir
    static Path folder;

    private static SmallWorld world;
    private static Workplace place;
    private static LifeCycle lifeCycle;
    private static StudyFile study;

    @BeforeAll
    static void collectIngestCurate() throws IOException {
        world = new SmallWorld(folder.resolve("data"));
        Distribution distribution = Distribution.current();
        Settings settings = new Settings(distribution.conf(), Optional.empty(), SHORT);
        place = Workplace.forWriting(new Home(folder.resolve("home")), settings, distribution, line -> {}, "a test");
        lifeCycle = new LifeCycle(place);
        study = settings.study("sides", Optional.of("sides"));
        RunRecord collected = lifeCycle.collect(List.of(
                new Source.Consent(world.consent()),
                new Source.Fhir(world.fhir(), origin("clinic")),
                new Source.Images(world.images(), world.labels(), origin("sides"))));
        lifeCycle.ingest();
        lifeCycle.reconcile(collected);
        lifeCycle.curate();
    }

    @AfterAll
    static void close() {
        place.close();
    }

    private static Origin origin(String dataset) {
        return new Origin(dataset, Optional.empty(), false);
    }

    private static List<String> silverObservations() {
        return Rows.text(place.lake().read(EhrTables.OBSERVATION), "code", "value", "unit_code");
    }

    @Test
    @Order(1)
    void observationReachesSilverUnderAPseudonym() {
        assertThat(silverObservations()).containsExactly("8867-4 | 72.0 | /min");
        assertThat(Rows.text(place.lake().read(EhrTables.OBSERVATION), "donor"))
                .containsExactly(place.pseudonyms().of("clinic:anna"));
    }

    @Test
    @Order(1)
    void nameNeverLeavesBronze() {
        assertThat(place.lake()
                        .read(Topic.EHR_FHIR.bronze())
                        .where("json LIKE '%Secretname%'")
                        .count())
                .isEqualTo(1);
        assertThat(String.join(
                        "\n", place.lake().read(EhrTables.PATIENT).toJSON().collectAsList()))
                .doesNotContain("Secretname", "anna");
    }

    @Test
    @Order(1)
    void donorWhoDecidedNothingWaits() {
        assertThat(Rows.text(place.lake().read(EhrTables.PATIENT), "donor"))
                .containsExactly(place.pseudonyms().of("clinic:anna"));
    }

    @Test
    @Order(1)
    void everythingBadIsHeldWithItsReason() {
        List<String> reasons = Rows.text(place.lake().read(Quarantine.QUARANTINE), "stage", "error_message");
        assertThat(reasons).hasSize(6);
        assertThat(reasons).anyMatch(reason -> reason.startsWith("ingest") && reason.contains("lines.ndjson:2"));
        assertThat(reasons).anyMatch(reason -> reason.startsWith("ingest") && reason.contains("resourceType"));
        assertThat(reasons)
                .anyMatch(reason -> reason.startsWith("curate.observation") && reason.contains("not_in_future"));
    }

    @Test
    @Order(1)
    void everyRunLeavesItsRecord() {
        assertThat(Rows.text(place.lake().read(RunRecord.RUN).where("state = 'FINISHED'"), "stage"))
                .contains("collect", "ingest", "curate.observation", "curate.image_instance");
        assertThat(place.lake().read(RunRecord.RUN).where("state = 'FAILED'").count())
                .isZero();
    }

    @Test
    @Order(2)
    void modelLearnsFromTheImages() {
        lifeCycle.features(study);
        ModelCard card = lifeCycle.train(study);
        Evaluation evaluation = card.evaluation().orElseThrow();
        assertThat(card.classes()).containsExactly("left", "right");
        assertThat(evaluation.score(Evaluation.ACCURACY).model().value()).isGreaterThan(0.8);
        assertThat(place.home().models().resolve("sides/1/model.bigdl")).exists();
    }

    @Test
    @Order(3)
    void withdrawnDonorIsGone() throws IOException {
        String anna = place.pseudonyms().of("clinic:anna");
        String person = place.pseudonyms().of("sides:p00");
        lifeCycle.collect(List.of(new Source.Consent(world.withdrawal())));
        lifeCycle.ingest();
        lifeCycle.curate();

        assertThat(silverObservations()).isEmpty();
        assertThat(Rows.text(place.lake().read(EhrTables.PATIENT), "donor")).doesNotContain(anna);
        assertThat(Rows.text(place.lake().read(ImagingTables.IMAGE_INSTANCE), "donor"))
                .doesNotContain(person);
        assertThat(Rows.text(place.lakeOf(study).read(ImageTensors.IMAGE_TENSOR.of("sides")), "donor"))
                .hasSize(2 * (SmallWorld.PEOPLE - 1))
                .doesNotContain(person);
    }

    @Test
    @Order(4)
    void nothingNewChangesNothing() {
        long before = place.lake().version(ImagingTables.IMAGE_INSTANCE);
        lifeCycle.ingest();
        assertThat(lifeCycle.curate()).isEmpty();
        assertThat(place.lake().version(ImagingTables.IMAGE_INSTANCE)).isEqualTo(before);
    }

    @Test
    @Order(5)
    void modelIsJudgedByDonorsWhoHaveJoinedSince() throws IOException {
        Path joined = world.joined();
        takeIn(joined, "sides");
        lifeCycle.features(study);
        Evaluation evaluation = lifeCycle.validate(model("sides/1"), study).evaluation();
        assertThat(evaluation.images())
                .as("neither the new photograph of a known donor nor the known one of a new donor")
                .isEqualTo(2 * SmallWorld.JOINED);
        assertThat(evaluation.donors()).isEqualTo(SmallWorld.JOINED);
        assertThat(evaluation.score(Evaluation.ACCURACY).model().value()).isGreaterThan(0.8);
        assertThat(evaluation.points()).as("thresholds of the training").hasSize(1);
        assertThat(place.home().models().resolve("sides/validations")).isDirectoryContaining("glob:**/1-sides-*.json");
    }

    @Test
    @Order(6)
    void modelIsNotJudgedByDonorsOfTheModelThatItBeganWith() throws IOException {
        takeIn(world.joined(), "heirs");
        StudyFile heirs = new StudyFile(
                place.settings().study("heirs", Optional.of("heirs")).study(),
                ConfigFactory.parseMap(Map.of("training.start.weights", "sides/1", "training.epochs", 1)));
        lifeCycle.features(heirs);
        ModelCard card = lifeCycle.train(heirs);
        assertThat(card.start()).isEqualTo("model sides/1");
        assertThatThrownBy(() -> lifeCycle.validate(card, study))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("its training had all their donors");
    }

    @Test
    @Order(7)
    void modelIsNotJudgedByImagesThatWereCutOtherwise() {
        StudyFile cut = new StudyFile(study.study(), ConfigFactory.parseString("image.crop = fundus"));
        assertThatThrownBy(() -> lifeCycle.validate(model("sides/1"), cut))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("image.crop = none, those of the study with fundus");
    }

    @Test
    @Order(8)
    void trainingBeginsWithTheFileThatAModelWasExportedTo() {
        Path file = folder.resolve("export/sides.safetensors");
        assertThatThrownBy(() -> lifeCycle.export(model("sides/1"), file)).hasMessageContaining("Name another file");
        assertThat(file.getParent().toFile().mkdir()).isTrue();
        lifeCycle.export(model("sides/1"), file);
        assertThat(file.getParent()).isDirectoryContaining("glob:**/sides.safetensors");
        assertThat(file.getParent().toFile().list()).hasSize(1);
        assertThatThrownBy(() -> lifeCycle.export(model("sides/1"), file)).hasMessageContaining("it exists already");

        ModelCard card = lifeCycle.train(beginningWith(file.toString()));
        assertThat(card.start()).matches("sides\\.safetensors, SHA-256 [0-9a-f]{64}");
        assertThat(card.evaluation()
                        .orElseThrow()
                        .score(Evaluation.ACCURACY)
                        .model()
                        .value())
                .as("of what was learnt before, as a step here is next to nothing")
                .isGreaterThan(0.8);
    }

    @Test
    @Order(8)
    void trainingCannotBeginWithAFileOfAnotherKind() {
        assertThatThrownBy(() -> lifeCycle.train(beginningWith("sides.pt")))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("training.start.weights = sides.pt: it is no .safetensors file");
        assertThatThrownBy(() -> lifeCycle.train(beginningWith("nowhere.safetensors")))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("nowhere.safetensors")
                .hasMessageContaining("Check training.start.weights");
    }

    /** Of the study's images, one of which came for two donors. */
    private static StudyFile beginningWith(String weights) {
        return new StudyFile(
                study.study(),
                ConfigFactory.parseMap(Map.of(
                        "training.start.weights",
                        weights,
                        "training.start.keep-head",
                        true,
                        "training.learning-rate",
                        1e-9,
                        "training.epochs",
                        1)));
    }

    private static ModelCard model(String name) {
        return lifeCycle.registry().card(name);
    }

    private static void takeIn(Path images, String dataset) {
        Origin basis = new Origin(dataset, Optional.of("public"), false);
        lifeCycle.collect(List.of(new Source.Images(images, images.resolve("labels.csv"), basis)));
        lifeCycle.ingest();
        lifeCycle.curate();
    }
}
