package eu.havenlake.jobs.operation;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.jobs.operation.TopicStatus.Held;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:30Z");
    private static final Status STATUS = new Status(
            NOW,
            List.of(new TopicStatus(
                    "ehr_fhir",
                    12,
                    Optional.of(NOW.minusMillis(90_500)),
                    Optional.of(NOW),
                    2.5,
                    100,
                    40,
                    3,
                    Map.of("undecodable", new Held(3, 2), "breaks \"a\"", new Held(1, 1)))),
            List.of("something"));

    @Test
    void everyFigureOfATopicIsALine() {
        assertThat(PrometheusText.of(STATUS).lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "haven_records_total{result=\"accepted\",topic=\"ehr_fhir\"} 97",
                        "haven_records_total{result=\"quarantined\",topic=\"ehr_fhir\"} 3",
                        "haven_lag_records{topic=\"ehr_fhir\"} 12",
                        "haven_oldest_waiting_seconds{topic=\"ehr_fhir\"} 90.5",
                        "haven_batch_seconds{topic=\"ehr_fhir\"} 2.5",
                        "haven_quarantine_total{reason=\"breaks \\\"a\\\"\",topic=\"ehr_fhir\"} 1",
                        "haven_quarantine_total{reason=\"undecodable\",topic=\"ehr_fhir\"} 3",
                        "haven_quarantine_held{reason=\"breaks \\\"a\\\"\",topic=\"ehr_fhir\"} 1",
                        "haven_quarantine_held{reason=\"undecodable\",topic=\"ehr_fhir\"} 2",
                        "haven_troubles 1");
    }

    @Test
    void everyFigureIsExplainedBeforeItsFirstLine() {
        assertThat(PrometheusText.of(STATUS))
                .contains("# HELP haven_lag_records Offsets that Kafka has and bronze does not\n"
                        + "# TYPE haven_lag_records gauge\nhaven_lag_records{")
                .contains("# TYPE haven_records_total counter\n")
                .endsWith("\n");
    }

    @Test
    void serverAnswersWithTheStatusAsItIsThen() throws IOException, InterruptedException {
        try (MetricsServer server = MetricsServer.open(0, () -> STATUS);
                HttpClient client = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://localhost:%d/metrics".formatted(server.port()));
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains(PrometheusText.MEDIA_TYPE);
            assertThat(answer.body()).isEqualTo(PrometheusText.of(STATUS));
        }
    }
}
