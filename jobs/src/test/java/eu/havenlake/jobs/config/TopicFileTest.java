package eu.havenlake.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFileTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("haven.root")).resolve("conf/topics");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "radar_fitbit_heart_rate, connect_fitbit_intraday_heart_rate, heart-rate",
        "radar_fitbit_steps, connect_fitbit_intraday_steps, step-count"
    })
    void examplesAreInOrder(String name, String topic, String schema) {
        TopicFile file = TopicFile.read(EXAMPLES.resolve(name + ".conf"));
        assertThat(file.mapping().topic()).isEqualTo(topic);
        assertThat(file.mapping().schema()).isEqualTo(schema);
        assertThat(file.group()).isEqualTo("havenlake-" + topic);
    }

    private TopicFile changed(String what, String into) throws IOException {
        for (String schema : new String[] {"radar_key.avsc", "radar_fitbit_steps.avsc"}) {
            Files.copy(EXAMPLES.resolve(schema), folder.resolve(schema));
        }
        String text = Files.readString(EXAMPLES.resolve("radar_fitbit_steps.conf"));
        return TopicFile.read(Files.writeString(folder.resolve("my.conf"), text.replace(what, into)));
    }

    @Test
    void fieldThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> changed("value.steps", "value.stpes"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("my.conf: value.stpes is no field: FitbitIntradaySteps has time,");
    }

    @Test
    void keyThatIsNotKnownNamesTheNearest() {
        assertThatThrownBy(() -> changed("seconds =", "secnds ="))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not a setting. Did you mean seconds?");
    }

    @Test
    void topicOfOurOwnIsRefused() {
        assertThatThrownBy(() -> changed("connect_fitbit_intraday_steps", "wearable_sample"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("wearable_sample is one of HavenLake's own");
    }
}
