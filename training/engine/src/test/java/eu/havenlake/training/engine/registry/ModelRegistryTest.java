package eu.havenlake.training.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.training.engine.cluster.TrainingResult;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.fixture.LinearEngine;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Trainer;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

    @TempDir
    private Path folder;

    private ModelRegistry registry;
    private final Images held = Discs.images(20, 16, 500);
    private final List<double[]> answers = new ArrayList<>();

    @BeforeEach
    void open() {
        registry = new ModelRegistry(folder.resolve("models").toUri().toString(), new Configuration());
    }

    @Test
    void aStoredModelAnswersAsWhenItWasTrained() {
        TrainingResult result = trained();
        ModelCard card =
                registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        try (Predictor predictor = registry.open(registry.card("discs"), new LinearEngine())) {
            List<byte[]> tensors =
                    IntStream.range(0, 20).mapToObj(i -> held.image(i).pixels()).toList();
            List<List<Double>> probabilities = predictor.classify(tensors);
            assertThat(predictor.card()).isEqualTo(card);
            for (int i = 0; i < 20; i++) {
                assertThat(probabilities.get(i).get(1)).isCloseTo(answers.get(i)[1], within(1e-6));
            }
        }
    }

    @Test
    void theCardIsReadBackAsItWas() {
        TrainingResult result = trained();
        ModelCard stored =
                registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        assertThat(stored.version()).isEqualTo(1);
        assertThat(registry.card("discs/1")).isEqualTo(stored);
        assertThat(registry.architecture(stored)).isEqualTo(result.architecture());
    }

    /** What a card of the first release says, which knew one worker, whole epochs and random weights only. */
    @Test
    void aCardOfAnEarlierReleaseIsRead() throws IOException {
        TrainingResult result = trained();
        registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        Path file = folder.resolve("models/discs/1/model-card.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode card = (ObjectNode) json.readTree(file.toFile());
        card.remove("start");
        card.get("epochs").forEach(epoch -> ((ObjectNode) epoch).remove(List.of("pace", "iteration", "iterations")));
        ((ObjectNode) card.get("evaluation")).remove(List.of("calibration", "points", "subgroups"));
        Files.write(file, json.writeValueAsBytes(card));
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        ModelCard read = registry.card("discs");
        assertThat(read.start()).isEqualTo(ModelCard.RANDOM);
        assertThat(read.epochs().getLast().trained()).isEqualTo(4);
        assertThat(read.kept().orElseThrow().epoch()).isEqualTo(read.bestEpoch());
        Evaluation evaluation = read.evaluation().orElseThrow();
        assertThat(evaluation.calibration()).isEmpty();
        assertThat(evaluation.points()).isEmpty();
        assertThat(evaluation.scores())
                .isEqualTo(result.evaluation().orElseThrow().scores());
    }

    @Test
    void theCardNamesNoDonor() throws IOException {
        TrainingResult result = trained();
        registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        String json = Files.readString(folder.resolve("models/discs/1/model-card.json"));
        assertThat(json).contains("\"donors\" : 10").doesNotContain("donor0", "d00");
    }

    @Test
    void versionsCountUpAndTheNewestIsFound() {
        TrainingResult result = trained();
        for (int i = 0; i < 11; i++) {
            registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        }
        registry.save(card(result, "other"), result.architecture(), result.weights(), new LinearEngine());
        assertThat(registry.card("discs").version()).isEqualTo(11);
        assertThat(registry.card("discs/2").version()).isEqualTo(2);
        assertThat(registry.newest().stream().map(c -> c.name() + "/" + c.version()))
                .containsExactly("discs/11", "other/1");
    }

    @Test
    void whatWasLeftHalfWrittenIsNoVersion() throws IOException {
        Files.createDirectories(folder.resolve("models/discs/.new-dead"));
        TrainingResult result = trained();
        assertThat(registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine())
                        .version())
                .isEqualTo(1);
        assertThat(registry.newest()).hasSize(1);
    }

    @Test
    void aFailedStoreLeavesNothingBehind() throws IOException {
        Files.writeString(folder.resolve("models"), "a file in the way");
        TrainingResult result = trained();
        assertThatThrownBy(() -> registry.save(
                        card(result, "discs"), result.architecture(), result.weights(), new LinearEngine()))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot store model discs");
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void whatAVersionIsWorthElsewhereIsReadBackNewestFirst() throws IOException {
        TrainingResult result = trained();
        ModelCard first =
                registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        ModelCard second =
                registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        Validation early = validation(result, first, "2026-02-01T00:00:00Z");
        Validation late = validation(result, first, "2026-03-01T00:00:00Z");
        registry.keep(first, early, "run-b");
        registry.keep(first, late, "run-a");
        assertThat(registry.validations(first)).containsExactly(late, early);
        assertThat(registry.validations(second)).isEmpty();
        Files.write(folder.resolve("models/discs/validations/2-elsewhere-run-c.json"), new byte[] {'{'});
        assertThatThrownBy(() -> registry.validations(second))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("2-elsewhere-run-c.json")
                .hasMessageContaining("remove it");
    }

    private static Validation validation(TrainingResult result, ModelCard card, String at) {
        return new Validation(
                card.name() + "/" + card.version(),
                "elsewhere",
                Instant.parse(at),
                card.start(),
                Map.of("gold_elsewhere.image_tensor", 1L),
                result.evaluation().orElseThrow());
    }

    @Test
    void anUnknownModelIsAnsweredWithThoseThatAre() {
        assertThatThrownBy(() -> registry.card("nothing")).hasMessageContaining("There are: none");
        TrainingResult result = trained();
        registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        assertThatThrownBy(() -> registry.card("disks")).hasMessageContaining("There are: discs/1");
        assertThatThrownBy(() -> registry.card("discs/7")).hasMessageContaining("Cannot find model discs/7");
    }

    @Test
    void aDamagedModelIsNamed() throws IOException {
        TrainingResult result = trained();
        registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        Files.write(folder.resolve("models/discs/1/model.bigdl"), new byte[3]);
        assertThatThrownBy(() -> registry.open(registry.card("discs"), new LinearEngine()))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot load model discs/1")
                .hasMessageContaining("train it again");
    }

    @Test
    void aTensorOfAnotherSizeIsRefused() {
        TrainingResult result = trained();
        registry.save(card(result, "discs"), result.architecture(), result.weights(), new LinearEngine());
        try (Predictor predictor = registry.open(registry.card("discs"), new LinearEngine())) {
            assertThatThrownBy(() -> predictor.classify(List.of(new byte[5])))
                    .hasMessageContaining("an image of 5 bytes")
                    .hasMessageContaining("takes 1x16x16 = 256");
        }
    }

    @Test
    void namesAreKeptPlain() {
        TrainingResult result = trained();
        assertThatThrownBy(() -> registry.save(
                        card(result, "../up"), result.architecture(), result.weights(), new LinearEngine()))
                .hasMessageContaining("\"../up\"");
    }

    private static ModelCard card(TrainingResult result, String name) {
        return ModelCard.of(
                result,
                new ModelCard.Context(
                        name,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        "0.1.0",
                        Map.of("training.batch", "8"),
                        Map.of("gold_discs.image_tensor", 3L)));
    }

    private TrainingResult trained() {
        TrainingSettings settings = new SettingsBuilder().build();
        Images training = Discs.images(40, 16, 1);
        Architecture architecture = new Architecture(settings.network(ModelFile.NONE), training.shape(), 2);
        Replica replica = new LinearEngine().build(architecture, 8, 1);
        Lanes lanes = Lanes.of(40, settings.batch(), settings.seed());
        Trainer trainer = new Trainer(replica, training, lanes, Exchange.alone(), settings);
        List<EpochRecord> epochs = new ArrayList<>();
        int best = trainer.train(Optional.of(held), epochs::add);
        answers.clear();
        answers.addAll(List.of(trainer.predict(held)));
        List<Prediction> test = IntStream.range(0, 20)
                .mapToObj(i -> new Prediction(
                        held.image(i).id(),
                        held.image(i).donor(),
                        held.image(i).label(),
                        List.of(answers.get(i)[0], answers.get(i)[1])))
                .toList();
        return new TrainingResult(
                "linear 1",
                2,
                ModelCard.RANDOM,
                architecture,
                List.of("left", "right"),
                trainer.normalisation(),
                Weights.of(replica),
                epochs,
                best,
                Map.of(Part.TEST, new Split.Count(20, 10, 20, Map.of("left", 10, "right", 10))),
                test,
                Optional.of(
                        Evaluation.of(List.of("left", "right"), test, Evaluation.Beside.of(0), Bootstrap.seeded(1))));
    }
}
