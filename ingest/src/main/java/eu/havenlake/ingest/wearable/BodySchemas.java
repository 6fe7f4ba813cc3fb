package eu.havenlake.ingest.wearable;

import static eu.havenlake.ingest.wearable.JsonRule.Member.optional;
import static eu.havenlake.ingest.wearable.JsonRule.Member.required;
import static eu.havenlake.ingest.wearable.JsonRule.number;
import static eu.havenlake.ingest.wearable.JsonRule.oneOf;
import static eu.havenlake.ingest.wearable.JsonRule.text;
import static eu.havenlake.ingest.wearable.Vocabulary.BODY_LOCATION;
import static eu.havenlake.ingest.wearable.Vocabulary.FIRST_STATISTICS;
import static eu.havenlake.ingest.wearable.Vocabulary.FIRST_TIME_FRAME;
import static eu.havenlake.ingest.wearable.Vocabulary.INTERVAL_FRAME;
import static eu.havenlake.ingest.wearable.Vocabulary.LENGTHS;
import static eu.havenlake.ingest.wearable.Vocabulary.MASSES;
import static eu.havenlake.ingest.wearable.Vocabulary.POSTURE;
import static eu.havenlake.ingest.wearable.Vocabulary.STATISTICS;
import static eu.havenlake.ingest.wearable.Vocabulary.TIME_FRAME;
import static eu.havenlake.ingest.wearable.Vocabulary.TO_ACTIVITY;
import static eu.havenlake.ingest.wearable.Vocabulary.TO_MEAL;
import static eu.havenlake.ingest.wearable.Vocabulary.TO_SLEEP;
import static eu.havenlake.ingest.wearable.Vocabulary.unitValue;

import eu.havenlake.ingest.wearable.BodySchema.Reading;
import eu.havenlake.ingest.wearable.JsonRule.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The schemas of the namespace {@code omh} that HavenLake reads, in all their published versions. */
final class BodySchemas {
    private static final String FRAME = "effective_time_frame";
    private static final String STATISTIC = "descriptive_statistic";
    private static final Member NOTES = optional("user_notes", text());
    private static final Member ANY_STATISTIC = optional(STATISTIC, oneOf(STATISTICS));
    private static final List<Member> FIRST_STATISTIC_PER = List.of(
            optional(STATISTIC, oneOf(FIRST_STATISTICS)), optional("descriptive_statistic_denominator", text()));

    private static final List<BodySchema> ALL = Stream.of(
                    heartRate(),
                    stepCount(),
                    physicalActivity(),
                    sleepDuration(),
                    bodyWeight(),
                    bloodGlucose(),
                    bloodPressure(),
                    oxygenSaturation())
            .flatMap(List::stream)
            .toList();

    private BodySchemas() {}

    static Optional<BodySchema> find(String name, String version) {
        return ALL.stream()
                .filter(schema -> schema.name().equals(name) && schema.version().equals(version))
                .findFirst();
    }

    /** The names of all schemas, sorted. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ALL.forEach(schema -> names.add(schema.name()));
        return names;
    }

    /** The versions of a schema, sorted; none where it is not known. */
    static Set<String> versions(String name) {
        Set<String> versions = new TreeSet<>();
        ALL.stream().filter(schema -> schema.name().equals(name)).forEach(schema -> versions.add(schema.version()));
        return versions;
    }

    private static List<BodySchema> heartRate() {
        Reading reading = new Reading("heart_rate", Measure.HEART_RATE, Units::same);
        Member rate = required("heart_rate", unitValue("beats/min"));
        Member activity = optional("temporal_relationship_to_physical_activity", TO_ACTIVITY);
        Member sleep = optional("temporal_relationship_to_sleep", TO_SLEEP);
        Member frame = optional(FRAME, FIRST_TIME_FRAME);
        return List.of(
                schema("heart-rate", "1.0", reading).with(rate, frame, ANY_STATISTIC, activity, NOTES),
                schema("heart-rate", "1.1", reading).with(rate, frame, ANY_STATISTIC, activity, sleep, NOTES),
                schema("heart-rate", "2.0", reading)
                        .with(rate, required(FRAME, FIRST_TIME_FRAME), ANY_STATISTIC, activity, sleep));
    }

    private static List<BodySchema> stepCount() {
        Reading reading = new Reading("step_count", Measure.STEP_COUNT, Units::same);
        Member interval = required(FRAME, INTERVAL_FRAME);
        return List.of(
                schema("step-count", "1.0", reading)
                        .with(required("step_count", number()), optional(FRAME, FIRST_TIME_FRAME)),
                schema("step-count", "2.0", reading)
                        .with(required("step_count", number()), interval)
                        .with(FIRST_STATISTIC_PER),
                schema("step-count", "3.0", reading)
                        .with(required("step_count", unitValue("steps")), interval)
                        .with(FIRST_STATISTIC_PER));
    }

    private static List<BodySchema> physicalActivity() {
        Reading distance = new Reading("distance", Measure.ACTIVITY_DISTANCE, Units::metres);
        Reading energy = new Reading("kcal_burned", Measure.ACTIVITY_ENERGY, Units::same);
        List<Member> members = List.of(
                required("activity_name", text()),
                optional(FRAME, FIRST_TIME_FRAME),
                optional("distance", unitValue(LENGTHS)),
                optional("reported_activity_intensity", oneOf("light", "moderate", "vigorous")));
        Member met = optional("met_value", number());
        return List.of(
                schema("physical-activity", "1.0", distance).with(members),
                schema("physical-activity", "1.1", distance).with(members).with(met),
                schema("physical-activity", "1.2", distance, energy)
                        .with(members)
                        .with(met, optional("kcal_burned", unitValue("kcal"))));
    }

    private static List<BodySchema> sleepDuration() {
        Reading reading = new Reading("sleep_duration", Measure.SLEEP_DURATION, Units::hours);
        Member duration = required("sleep_duration", unitValue("sec", "min", "h"));
        return List.of(
                schema("sleep-duration", "1.0", reading).with(duration, optional(FRAME, FIRST_TIME_FRAME), NOTES),
                schema("sleep-duration", "2.0", reading)
                        .with(duration, required(FRAME, INTERVAL_FRAME), ANY_STATISTIC)
                        .with(optional("descriptive_statistic_denominator", text())));
    }

    private static List<BodySchema> bodyWeight() {
        Reading reading = new Reading("body_weight", Measure.BODY_WEIGHT, Units::kilograms);
        Member weight = required("body_weight", unitValue(MASSES));
        return List.of(
                schema("body-weight", "1.0", reading).with(weight, optional(FRAME, FIRST_TIME_FRAME), ANY_STATISTIC),
                schema("body-weight", "2.0", reading).with(weight, required(FRAME, FIRST_TIME_FRAME), ANY_STATISTIC),
                schema("body-weight", "3.0", reading).with(weight, required(FRAME, TIME_FRAME), ANY_STATISTIC));
    }

    private static List<BodySchema> bloodGlucose() {
        Reading reading = new Reading("blood_glucose", Measure.BLOOD_GLUCOSE, Units::milligramsPerDecilitre);
        List<Member> members = List.of(
                required("blood_glucose", unitValue("mg/dL", "mmol/L")),
                optional("temporal_relationship_to_meal", TO_MEAL),
                optional("temporal_relationship_to_sleep", TO_SLEEP),
                ANY_STATISTIC);
        Member frame = optional(FRAME, FIRST_TIME_FRAME);
        Member fluids = optional(
                "specimen_source",
                oneOf("breath", "capillary blood", "interstitial fluid", "saliva", "sweat", "tears", "urine"));
        return List.of(
                schema("blood-glucose", "1.0", reading)
                        .with(members)
                        .with(frame, optional("blood_specimen_type", oneOf("whole blood", "plasma", "serum")), NOTES),
                schema("blood-glucose", "2.0", reading)
                        .with(members)
                        .with(frame, NOTES)
                        .with(optional(
                                "specimen_source",
                                oneOf(
                                        "interstitial fluid",
                                        "capillary blood",
                                        "plasma",
                                        "serum",
                                        "tears",
                                        "whole blood"))),
                schema("blood-glucose", "3.0", reading).with(members).with(required(FRAME, FIRST_TIME_FRAME), fluids),
                schema("blood-glucose", "4.0", reading).with(members).with(required(FRAME, TIME_FRAME), fluids));
    }

    private static List<BodySchema> bloodPressure() {
        Reading[] readings = {
            new Reading("systolic_blood_pressure", Measure.SYSTOLIC_BLOOD_PRESSURE, Units::same),
            new Reading("diastolic_blood_pressure", Measure.DIASTOLIC_BLOOD_PRESSURE, Units::same)
        };
        List<Member> members = List.of(
                required("systolic_blood_pressure", unitValue("mmHg")),
                required("diastolic_blood_pressure", unitValue("mmHg")),
                ANY_STATISTIC);
        Member frame = optional(FRAME, FIRST_TIME_FRAME);
        Member posture = optional("body_posture", POSTURE);
        Member position = optional("position_during_measurement", oneOf("sitting", "lying down", "standing"));
        Member location = optional("measurement_location", BODY_LOCATION);
        Member activity = optional("temporal_relationship_to_physical_activity", TO_ACTIVITY);
        Member needed = required(FRAME, FIRST_TIME_FRAME);
        return List.of(
                schema("blood-pressure", "1.0", readings).with(members).with(frame, position, NOTES),
                schema("blood-pressure", "2.0", readings).with(members).with(frame, posture, NOTES),
                schema("blood-pressure", "3.0", readings).with(members).with(needed, posture, location),
                schema("blood-pressure", "3.1", readings).with(members).with(needed, posture, location, activity),
                schema("blood-pressure", "4.0", readings)
                        .with(members)
                        .with(required(FRAME, TIME_FRAME), posture, location, activity));
    }

    private static List<BodySchema> oxygenSaturation() {
        Reading reading = new Reading("oxygen_saturation", Measure.OXYGEN_SATURATION, Units::same);
        List<Member> members = List.of(
                required("oxygen_saturation", unitValue("%")),
                optional("system", oneOf("peripheral capillary")),
                optional("supplemental_oxygen_flow_rate", unitValue("L/min")),
                optional("oxygen_therapy_mode_of_administration", oneOf("nasal cannula")),
                optional("measurement_method", oneOf("pulse oximetry")),
                ANY_STATISTIC);
        return List.of(
                schema("oxygen-saturation", "1.0", reading).with(members).with(optional(FRAME, FIRST_TIME_FRAME)),
                schema("oxygen-saturation", "2.0", reading).with(members).with(required(FRAME, FIRST_TIME_FRAME)));
    }

    private static BodySchema schema(String name, String version, Reading... readings) {
        return new BodySchema(name, version, List.of(), List.of(readings));
    }
}
