package eu.havenlake.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @Test
    void embeddedIsOurOwn() {
        assertThat(new KafkaSettings(" embedded ").embedded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "10.0.0.7:9092", "a.example.org:9092,b.example.org:9093", "[::1]:9092"})
    void addressesAreOfACluster(String bootstrap) {
        assertThat(new KafkaSettings(bootstrap).embedded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "localhost:", ":9092", "localhost:70000", "a:9092,", "http://a:9092", "embeded"
            })
    void anythingElseIsRefusedWithAnExample(String bootstrap) {
        assertThatThrownBy(() -> new KafkaSettings(bootstrap))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("kafka.bootstrap")
                .hasMessageContaining("broker.example.org:9092");
    }
}
