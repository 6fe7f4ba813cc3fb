package eu.havenlake.ingest.wearable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The body of an Open mHealth data point, held against its schema and read as samples. */
public final class DataPoint {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true)
            // What stands beside the body is kept as sent.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private DataPoint() {}

    /** What a body turned out to be. */
    public sealed interface Reading {}

    /** A body that fits its schema, with its numbers; none where it holds none, as an activity without measures. */
    public record Valid(List<Sample> samples) implements Reading {
        public Valid {
            samples = List.copyOf(samples);
        }
    }

    /** A body that does not, with the reason. */
    public record Invalid(String reason) implements Reading {}

    /**
     * Reads a body.
     *
     * @param schema name of its schema, as {@code heart-rate}
     * @param version version of its schema, as {@code 1.0}
     */
    public static Reading read(String schema, String version, String body) {
        Optional<BodySchema> known = BodySchemas.find(schema, version);
        if (known.isEmpty()) {
            return new Invalid(unknown(schema, version));
        }
        try {
            JsonNode node = parse(body);
            return known.get()
                    .violation(node)
                    .<Reading>map(reason -> new Invalid("%s %s: %s".formatted(schema, version, reason)))
                    .orElseGet(() -> new Valid(samples(known.get(), node)));
        } catch (JsonProcessingException e) {
            return new Invalid(notJson(e));
        }
    }

    static JsonNode parse(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    /** The parser's own words are left out: they may repeat a part of the text, and that may be somebody's id. */
    static String notJson(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it is not JSON"
                : "it is not JSON from line %d, column %d on"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String unknown(String schema, String version) {
        Set<String> versions = BodySchemas.versions(schema);
        return versions.isEmpty()
                ? "schema %s is not read; schemas that are: %s"
                        .formatted(schema, String.join(", ", BodySchemas.names()))
                : "version %s of schema %s is not read; versions that are: %s"
                        .formatted(version, schema, String.join(", ", versions));
    }

    private static List<Sample> samples(BodySchema schema, JsonNode body) {
        Optional<Times.Frame> frame = Times.frame(body);
        List<Sample> samples = new ArrayList<>();
        for (BodySchema.Reading reading : schema.readings()) {
            reading.value(body).ifPresent(value -> samples.add(sample(reading.measure(), value, frame, body)));
        }
        if (schema.name().equals("physical-activity")) {
            frame.filter(when -> when.end().isAfter(when.start())).ifPresent(when -> {
                double minutes = (when.end().toEpochMilli() - when.start().toEpochMilli()) / 60_000.0;
                samples.add(sample(Measure.ACTIVITY_DURATION, minutes, frame, body));
            });
        }
        return samples;
    }

    private static Sample sample(Measure measure, double value, Optional<Times.Frame> frame, JsonNode body) {
        return new Sample(
                measure,
                value,
                frame.map(Times.Frame::start),
                frame.map(Times.Frame::end),
                text(body, "descriptive_statistic"),
                text(body, "descriptive_statistic_denominator"),
                text(body, "activity_name"));
    }

    private static Optional<String> text(JsonNode body, String member) {
        return Optional.ofNullable(body.path(member).textValue());
    }
}
