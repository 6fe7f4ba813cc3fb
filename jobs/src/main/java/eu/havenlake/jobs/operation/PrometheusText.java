package eu.havenlake.jobs.operation;

import eu.havenlake.jobs.operation.TopicStatus.Held;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** A status as Prometheus reads it (its text exposition format, version 0.0.4). */
public final class PrometheusText {
    /** Media type of the text. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    /** The text, with a line feed after each line. */
    public static String of(Status status) {
        PrometheusText text = new PrometheusText();
        text.records(status.topics());
        text.each("haven_lag_records", "Offsets that Kafka has and bronze does not", status.topics(), TopicStatus::lag);
        text.each(
                "haven_oldest_waiting_seconds",
                "How long the oldest record waits for bronze",
                status.topics(),
                topic -> topic.oldestWaiting()
                        .map(oldest -> Duration.between(oldest, status.at()).toMillis() / 1e3)
                        .orElse(0.0));
        text.each("haven_batch_seconds", "How long the last batch took", status.topics(), TopicStatus::lastSeconds);
        text.quarantine(status.topics());
        text.head("haven_troubles", "What needs a person", "gauge");
        text.line("haven_troubles", Map.of(), status.troubles().size());
        return text.text.toString();
    }

    private void records(List<TopicStatus> topics) {
        head("haven_records_total", "Records in bronze", "counter");
        for (TopicStatus topic : topics) {
            line(
                    "haven_records_total",
                    Map.of("topic", topic.topic(), "result", "accepted"),
                    topic.records() - topic.unreadable());
            line("haven_records_total", Map.of("topic", topic.topic(), "result", "quarantined"), topic.unreadable());
        }
    }

    private void quarantine(List<TopicStatus> topics) {
        held("haven_quarantine_total", "Records that went to quarantine", "counter", topics, Held::ever);
        held("haven_quarantine_held", "Records that are in quarantine", "gauge", topics, Held::now);
    }

    private void held(String name, String help, String type, List<TopicStatus> topics, ToLongFunction<Held> number) {
        head(name, help, type);
        for (TopicStatus topic : topics) {
            new TreeMap<>(topic.held())
                    .forEach((reason, held) ->
                            line(name, Map.of("topic", topic.topic(), "reason", reason), number.applyAsLong(held)));
        }
    }

    private void each(String name, String help, List<TopicStatus> topics, ToDoubleFunction<TopicStatus> value) {
        head(name, help, "gauge");
        topics.forEach(topic -> line(name, Map.of("topic", topic.topic()), value.applyAsDouble(topic)));
    }

    private void head(String name, String help, String type) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }

    private void line(String name, Map<String, String> labels, double value) {
        String inBraces = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                        .reduce((one, two) -> one + "," + two)
                        .map(all -> "{" + all + "}")
                        .orElse("");
        String number = value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
        text.append(name).append(inBraces).append(' ').append(number).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
