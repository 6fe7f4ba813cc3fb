package eu.havenlake.training.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {

    @Test
    void checkpointsOfEarlierVersionsKnowTheirNetworkAgain() {
        SettingsBuilder settings = new SettingsBuilder();
        settings.dropout = 0.3;
        assertThat(settings.build().decisive()).first().hasToString("Network[kind=lenet5, dropout=0.3]");
    }

    @Test
    void networkCarriesDropout() {
        SettingsBuilder settings = new SettingsBuilder();
        settings.dropout = 0.3;
        assertThat(settings.build().network(ModelFile.NONE)).isEqualTo(new Network(Network.Kind.LENET5, 0.3));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        SettingsBuilder settings = new SettingsBuilder();
        settings.epochs = 0;
        settings.learningRate = Double.NaN;
        settings.momentum = 1;
        settings.threads = -1;
        settings.engineJars = " ";
        assertThatThrownBy(settings::build)
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("training.epochs = 0 is not allowed. Use a value of 1 or more.")
                .hasMessageContaining("training.learning-rate = NaN is not allowed. Use a value above 0.")
                .hasMessageContaining("training.momentum = 1.0 is not allowed. Use a value from 0 to below 1.")
                .hasMessageContaining("training.threads = -1")
                .hasMessageContaining("training.engine-jars");
    }

    @Test
    void fractionsMustLeaveSomethingToTrainOn() {
        SettingsBuilder settings = new SettingsBuilder();
        settings.validation = 0.5;
        settings.test = 0.5;
        assertThatThrownBy(settings::build).hasMessageContaining("below 1, so that images are left to train on");
    }

    @Test
    void patienceNeedsAValidationPart() {
        SettingsBuilder settings = new SettingsBuilder();
        settings.validation = 0;
        settings.patience = 3;
        assertThatThrownBy(settings::build).hasMessageContaining("training.patience = 3");
    }

    @Test
    void clippingAndWorkersAreChecked() {
        assertThatThrownBy(() -> new Clipping(-1, Double.NaN))
                .hasMessageContaining("training.clip.value = -1.0")
                .hasMessageContaining("training.clip.norm = NaN");
        assertThatThrownBy(() -> new Workers(2, 3, 60, 0, Wire.FLOAT32, 5))
                .hasMessageContaining("training.workers.least = 3 is not allowed. Use a value up to")
                .hasMessageContaining("training.workers.heartbeat = 0");
    }

    @Test
    void augmentationRangesAreChecked() {
        assertThatThrownBy(() -> new Augmentation(true, true, 181, 0.6))
                .hasMessageContaining(
                        "training.augmentation.rotation = 181.0 is not allowed. Use a value from 0 to 180.")
                .hasMessageContaining("training.augmentation.shift = 0.6");
    }

    @Test
    void networkOfAFileNeedsTheFileAndItsHead() {
        SettingsBuilder settings = new SettingsBuilder();
        settings.model = Network.Kind.FILE;
        assertThatThrownBy(settings::build)
                .hasMessageContaining("training.model = file")
                .hasMessageContaining(".bigdl");
        settings.start = new Start("net.bigdl", true, List.of());
        assertThat(settings.build().network(new ModelFile(new byte[] {1})).kind())
                .isEqualTo(Network.Kind.FILE);
    }
}
