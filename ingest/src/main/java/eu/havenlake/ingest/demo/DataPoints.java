package eu.havenlake.ingest.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes measurements as Open mHealth data points: {@code omh:data-point:1.0} (header 1.1 and body) with the bodies
 * heart-rate 1.1, step-count 2.0 (a bare number), sleep-duration 2.0 and body-weight 1.0.
 */
final class DataPoints {
    private static final String SOURCE = "HavenLake demo, synthetic wearable";

    private final JsonGenerator json;
    private final String user;

    /**
     * @param json where to, one object after the other
     * @param user id of the wearer, the header's {@code user_id}
     */
    DataPoints(JsonGenerator json, String user) {
        this.json = json;
        this.user = user;
    }

    void write(Measure measure, UUID id) throws IOException {
        json.writeStartObject();
        header(measure, id);
        json.writeObjectFieldStart("body");
        switch (measure) {
            case Measure.HeartRate rate -> heartRate(rate);
            case Measure.Steps steps -> steps(steps);
            case Measure.Sleep sleep -> sleep(sleep);
            case Measure.Weight weight -> weight(weight);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The device sends what it has every hour, so that a point is made at the full hour after it. */
    private void header(Measure measure, UUID id) throws IOException {
        json.writeObjectFieldStart("header");
        json.writeStringField("id", id.toString());
        long hours = Duration.ofSeconds(measure.end().getEpochSecond()).toHours() + 1;
        json.writeStringField(
                "creation_date_time", Instant.ofEpochSecond(hours * 3600).toString());
        schema(measure);
        json.writeObjectFieldStart("acquisition_provenance");
        json.writeStringField("source_name", SOURCE);
        json.writeStringField("modality", "sensed");
        json.writeEndObject();
        json.writeStringField("user_id", user);
        json.writeEndObject();
    }

    private void schema(Measure measure) throws IOException {
        json.writeObjectFieldStart("schema_id");
        json.writeStringField("namespace", "omh");
        json.writeStringField(
                "name",
                switch (measure) {
                    case Measure.HeartRate rate -> "heart-rate";
                    case Measure.Steps steps -> "step-count";
                    case Measure.Sleep sleep -> "sleep-duration";
                    case Measure.Weight weight -> "body-weight";
                });
        json.writeStringField(
                "version",
                switch (measure) {
                    case Measure.HeartRate rate -> "1.1";
                    case Measure.Steps steps -> "2.0";
                    case Measure.Sleep sleep -> "2.0";
                    case Measure.Weight weight -> "1.0";
                });
        json.writeEndObject();
    }

    private void heartRate(Measure.HeartRate rate) throws IOException {
        quantity("heart_rate", rate.bpm(), 0, "beats/min");
        at(rate);
        if (rate.asleep()) {
            json.writeStringField("temporal_relationship_to_sleep", "during sleep");
        }
    }

    private void steps(Measure.Steps steps) throws IOException {
        json.writeNumberField("step_count", steps.count());
        over(steps.span());
    }

    private void sleep(Measure.Sleep sleep) throws IOException {
        quantity("sleep_duration", sleep.hours(), 2, "h");
        over(sleep.bed());
    }

    private void weight(Measure.Weight weight) throws IOException {
        quantity("body_weight", weight.kg(), 1, "kg");
        at(weight);
    }

    private void quantity(String name, double value, int decimals, String unit) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("value", BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP));
        json.writeStringField("unit", unit);
        json.writeEndObject();
    }

    private void at(Measure measure) throws IOException {
        json.writeObjectFieldStart("effective_time_frame");
        json.writeStringField("date_time", measure.end().toString());
        json.writeEndObject();
    }

    private void over(WearableDay.Span span) throws IOException {
        json.writeObjectFieldStart("effective_time_frame");
        json.writeObjectFieldStart("time_interval");
        json.writeStringField("start_date_time", span.start().toString());
        json.writeStringField("end_date_time", span.end().toString());
        json.writeEndObject();
        json.writeEndObject();
    }
}
