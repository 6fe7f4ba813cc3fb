package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.Batches.architecture;
import static eu.havenlake.training.bigdl.Batches.distance;
import static eu.havenlake.training.bigdl.Batches.images;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.LoadedModel;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileIT {
    private static final int ROWS = 2;
    private static final Architecture LENET = architecture("lenet5", 1, 28, 4);

    private final Engine engine = new BigDlEngineFactory().open(2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"lenet5, 1, 28", "resnet18, 3, 64"})
    void loadedModelPredictsWhatTheReplicaEvaluated(String network, int channels, int side) {
        var architecture = architecture(network, channels, side, 4);
        Path file = folder.resolve("deep/er/model.bigdl");
        float[] images = images(architecture, ROWS);
        float[] logits = new float[ROWS * 4];
        try (Replica replica = engine.build(architecture, ROWS, 3)) {
            replica.forward(images, Mode.TRAIN, logits);
            replica.forward(images, Mode.EVALUATE, logits);
            float[] statistics = new float[replica.statisticsCount()];
            replica.readStatistics(statistics);
            engine.saveModel(architecture, replica.parameters(), statistics, file);

            try (LoadedModel model = engine.loadModel(architecture, file)) {
                assertThat(distance(model.predict(images), logits)).isLessThan(1e-4);
                float[] first = Arrays.copyOf(images, images.length / ROWS);
                assertThat(distance(model.predict(first), Arrays.copyOf(logits, 4)))
                        .isLessThan(1e-4);
                assertThat(model.parameters()).isEqualTo(replica.parameters());
                assertThat(model.statistics()).isEqualTo(statistics);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"lenet5, 1, 28", "resnet18, 3, 64", "resnet50, 1, 64"})
    void aModelThatOnlyAnswersSaysWhatTheReplicaWould(String network, int channels, int side) {
        var architecture = architecture(network, channels, side, 4);
        float[] images = images(architecture, ROWS);
        float[] logits = new float[ROWS * 4];
        try (Replica replica = engine.build(architecture, ROWS, 3)) {
            for (int pass = 0; pass < 3; pass++) {
                replica.forward(images, Mode.TRAIN, logits);
            }
            replica.forward(images, Mode.EVALUATE, logits);
            float[] statistics = new float[replica.statisticsCount()];
            replica.readStatistics(statistics);
            try (LoadedModel model = engine.model(architecture, replica.parameters(), statistics)) {
                assertThat(distance(model.predict(images), logits)).isLessThan(1e-5);
                float[] five = new float[5 * architecture.input().size()];
                System.arraycopy(images, 0, five, 4 * architecture.input().size(), five.length / 5);
                assertThat(distance(Arrays.copyOfRange(model.predict(five), 16, 20), Arrays.copyOf(logits, 4)))
                        .as("more images than it was built for")
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void modelReplacesTheOneBefore() {
        Path file = savedLenet(1);
        assertThat(file).isEqualTo(savedLenet(2));
        try (LoadedModel model = engine.loadModel(LENET, file)) {
            assertThat(model.parameters()).containsOnly(2);
        }
    }

    @Test
    void otherArchitectureIsRefusedWithBothCounts() {
        Path file = savedLenet(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.loadModel(architecture("lenet5", 1, 28, 5), file))
                .withMessageContaining("61196")
                .withMessageContaining("61281");
    }

    @Test
    void fileOfAnotherKindIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "no model at all");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.loadModel(LENET, file))
                .withMessageContaining("notes.txt")
                .withMessageContaining("no BigDL model file");
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> engine.loadModel(LENET, folder.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> engine.saveModel(LENET, new float[61_196], new float[0], file.resolve("model")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot save the model " + file.resolve("model"));
    }

    @Test
    void arraysOfAnotherLengthAreNotSaved() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.saveModel(LENET, new float[3], new float[0], folder.resolve("m")));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void partOfAnImageIsRefused() {
        try (LoadedModel model = engine.loadModel(LENET, savedLenet(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.predict(new float[785]))
                    .withMessageContaining("785 values");
            assertThatIllegalArgumentException().isThrownBy(() -> model.predict(new float[0]));
        }
    }

    private Path savedLenet(float value) {
        Path file = folder.resolve("lenet");
        float[] parameters = new float[61_196];
        Arrays.fill(parameters, value);
        engine.saveModel(LENET, parameters, new float[0], file);
        return file;
    }
}
