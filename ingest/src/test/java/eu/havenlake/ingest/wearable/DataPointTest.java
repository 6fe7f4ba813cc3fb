package eu.havenlake.ingest.wearable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPointTest {
    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");
    private static final String AT_NOON = ",\"effective_time_frame\":{\"date_time\":\"2024-03-01T13:00:00+01:00\"}}";

    private static List<Sample> samples(String schema, String version, String body) {
        return switch (DataPoint.read(schema, version, body)) {
            case DataPoint.Valid valid -> valid.samples();
            case DataPoint.Invalid invalid -> throw new AssertionError(invalid.reason());
        };
    }

    private static String refusal(String schema, String version, String body) {
        return switch (DataPoint.read(schema, version, body)) {
            case DataPoint.Valid valid -> throw new AssertionError("passed: " + valid);
            case DataPoint.Invalid invalid -> invalid.reason();
        };
    }

    private static String interval(String... members) {
        return "{\"step_count\":10,\"effective_time_frame\":{\"time_interval\":{" + String.join(",", members) + "}}}";
    }

    /** Factors by definition: inch 25.4 mm, pound 453.59237 g, mile 1609.344 m, glucose 180.156 g/mol. */
    @ParameterizedTest
    @CsvSource({
        "heart-rate, 2.0, heart_rate, 71.5, beats/min, HEART_RATE, 71.5",
        "step-count, 3.0, step_count, 8000, steps, STEP_COUNT, 8000",
        "sleep-duration, 1.0, sleep_duration, 450, min, SLEEP_DURATION, 7.5",
        "sleep-duration, 1.0, sleep_duration, 27000, sec, SLEEP_DURATION, 7.5",
        "body-weight, 2.0, body_weight, 150, lb, BODY_WEIGHT, 68.0388555",
        "body-weight, 3.0, body_weight, 70500, g, BODY_WEIGHT, 70.5",
        "body-weight, 1.0, body_weight, 0.075, Metric Ton, BODY_WEIGHT, 75",
        "blood-glucose, 4.0, blood_glucose, 5, mmol/L, BLOOD_GLUCOSE, 90.078",
        "blood-glucose, 4.0, blood_glucose, 95, mg/dL, BLOOD_GLUCOSE, 95",
        "oxygen-saturation, 2.0, oxygen_saturation, 97, %, OXYGEN_SATURATION, 97"
    })
    void numberComesInTheOneUnitOfItsMeasure(
            String schema, String version, String member, String value, String unit, Measure measure, double expected) {
        String frame = schema.equals("step-count")
                ? ",\"effective_time_frame\":{\"time_interval\":{\"start_date_time\":\"2024-03-01T12:00:00Z\","
                        + "\"end_date_time\":\"2024-03-01T13:00:00Z\"}}}"
                : AT_NOON;
        String body = "{\"%s\":{\"value\":%s,\"unit\":\"%s\"}%s".formatted(member, value, unit, frame);
        assertThat(samples(schema, version, body)).singleElement().satisfies(sample -> {
            assertThat(sample.measure()).isEqualTo(measure);
            assertThat(sample.value()).isCloseTo(expected, within(1e-9));
            assertThat(sample.start()).contains(NOON);
        });
    }

    @Test
    void bloodPressureIsTwoSamples() {
        assertThat(samples(
                        "blood-pressure",
                        "4.0",
                        "{\"systolic_blood_pressure\":{\"value\":120,\"unit\":\"mmHg\"},"
                                + "\"diastolic_blood_pressure\":{\"value\":80,\"unit\":\"mmHg\"}" + AT_NOON))
                .extracting(Sample::measure, Sample::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Measure.SYSTOLIC_BLOOD_PRESSURE, 120.0),
                        org.assertj.core.groups.Tuple.tuple(Measure.DIASTOLIC_BLOOD_PRESSURE, 80.0));
    }

    @Test
    void activityGivesWhatItHoldsAndItsDuration() {
        List<Sample> samples = samples("physical-activity", "1.2", """
                {"activity_name":"running","distance":{"value":5,"unit":"km"},"kcal_burned":{"value":300,"unit":"kcal"},
                 "effective_time_frame":{"time_interval":{"start_date_time":"2024-03-01T12:00:00Z",
                                                          "duration":{"value":0.5,"unit":"h"}}}}""");
        assertThat(samples)
                .extracting(Sample::measure, Sample::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Measure.ACTIVITY_DISTANCE, 5000.0),
                        org.assertj.core.groups.Tuple.tuple(Measure.ACTIVITY_ENERGY, 300.0),
                        org.assertj.core.groups.Tuple.tuple(Measure.ACTIVITY_DURATION, 30.0));
        assertThat(samples).allMatch(sample -> sample.activity().equals(Optional.of("running")));
        assertThat(samples("physical-activity", "1.0", "{\"activity_name\":\"yoga\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"start_date_time\":\"2024-03-01T12:00:00Z\",\"end_date_time\":\"2024-03-01T12:01:30Z\"",
                "\"start_date_time\":\"2024-03-01T12:00:00Z\",\"duration\":{\"value\":1.5,\"unit\":\"min\"}",
                "\"end_date_time\":\"2024-03-01T12:01:30Z\",\"duration\":{\"value\":90000,\"unit\":\"ms\"}"
            })
    void intervalIsGivenByTwoOfStartEndAndDuration(String members) {
        assertThat(samples("step-count", "2.0", interval(members)))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.start()).contains(NOON);
                    assertThat(sample.end()).contains(NOON.plusSeconds(90));
                });
    }

    @Test
    void partOfADayHasNoInstant() {
        assertThat(samples("step-count", "2.0", interval("\"date\":\"2024-03-01\",\"part_of_day\":\"morning\"")))
                .singleElement()
                .satisfies(sample -> assertThat(sample.start()).isEmpty());
    }

    @Test
    void statisticIsToldFromAMeasurement() {
        assertThat(samples("heart-rate", "1.0", """
                        {"heart_rate":{"value":12,"unit":"beats/min"},"descriptive_statistic":"standard deviation"}""")).singleElement().satisfies(sample -> {
            assertThat(sample.statistic()).contains("standard deviation");
            assertThat(sample.believable()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "heart-rate, 19, false",
        "heart-rate, 20, true",
        "heart-rate, 300, true",
        "heart-rate, 301, false",
        "oxygen-saturation, 101, false",
        "oxygen-saturation, 100, true",
        "oxygen-saturation, -1, false"
    })
    void valueThatNoLivingPersonHasIsNotBelieved(String schema, double value, boolean believed) {
        String member = schema.replace('-', '_');
        String unit = schema.equals("heart-rate") ? "beats/min" : "%";
        String body = "{\"%s\":{\"value\":%s,\"unit\":\"%s\"}%s".formatted(member, value, unit, AT_NOON);
        assertThat(samples(schema, "1.0", body).getFirst().believable()).isEqualTo(believed);
    }

    @Test
    void refusalNamesThePlaceAndTheValue() {
        assertThat(refusal("heart-rate", "1.0", "{\"heart_rate\":{\"value\":60,\"unit\":\"bpm\"}}"))
                .isEqualTo("heart-rate 1.0: heart_rate.unit is not one of beats/min: it is a text of 3 characters");
        assertThat(refusal("heart-rate", "1.0", "{\"heart_rate\":{\"value\":1e999,\"unit\":\"beats/min\"}}"))
                .contains("heart_rate.value is not a finite number");
        assertThat(refusal("body-weight", "2.0", "{\"body_weight\":{\"value\":70,\"unit\":\"kg\"}}"))
                .contains("effective_time_frame is missing");
    }

    @Test
    void pointInTimeThatIsAlsoAnIntervalIsRefused() {
        assertThat(refusal("step-count", "1.0", """
                        {"step_count":1,"effective_time_frame":{"date_time":"2024-03-01T12:00:00Z",
                         "time_interval":{"date":"2024-03-01","part_of_day":"night"}}}""")).contains("both a point in time and an interval");
    }

    @Test
    void newestTimeFrameKnowsNoPartOfADay() {
        String frame =
                "\"effective_time_frame\":{\"time_interval\":{\"date\":\"2024-03-01\",\"part_of_day\":\"night\"}}";
        String body = "{\"body_weight\":{\"value\":70,\"unit\":\"kg\"}," + frame + "}";
        assertThat(samples("body-weight", "2.0", body)).hasSize(1);
        assertThat(refusal("body-weight", "3.0", body)).contains("start_date_time is missing");
    }

    @ParameterizedTest
    @CsvSource({"2024-03-01T12:00:00", "2024-03-01", "2024-02-30T12:00:00Z", "2024-03-01 12:00:00Z", "12:00:00Z"})
    void timeWithoutZoneOrDateIsRefused(String time) {
        assertThat(refusal(
                        "heart-rate",
                        "2.0",
                        "{\"heart_rate\":{\"value\":60,\"unit\":\"beats/min\"},\"effective_time_frame\":{\"date_time\":\"%s\"}}"
                                .formatted(time)))
                .contains("date_time is not a date-time of RFC 3339");
    }

    @Test
    void schemaAndVersionThatAreNotReadAreNamedWithThoseThatAre() {
        assertThat(refusal("body-height", "1.0", "{}"))
                .contains("schema body-height is not read")
                .contains("body-weight");
        assertThat(refusal("heart-rate", "9.0", "{}")).contains("version 9.0").contains("1.0, 1.1, 2.0");
    }

    @Test
    void bodyThatIsNoObjectOrSaysAThingTwiceIsRefused() {
        assertThat(refusal("heart-rate", "1.0", "[]")).contains("the body is not an object");
        assertThat(refusal("heart-rate", "1.0", "{\"heart_rate\":1,\"heart_rate\":2}"))
                .contains("it is not JSON");
        assertThat(refusal("heart-rate", "1.0", "")).contains("not");
    }
}
