package eu.havenlake.ingest.wearable;

import static eu.havenlake.ingest.wearable.JsonRule.Member.required;
import static eu.havenlake.ingest.wearable.JsonRule.number;
import static eu.havenlake.ingest.wearable.JsonRule.object;
import static eu.havenlake.ingest.wearable.JsonRule.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parts that the schemas share, after the Open mHealth schemas of the namespace {@code omh} and the parts of IEEE 1752.1
 * that the newer ones refer to. A reference such as {@code descriptive-statistic-1.x} means the newest version 1.
 */
final class Vocabulary {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** omh:descriptive-statistic:1.0, which step-count refers to by its exact version. */
    static final List<String> FIRST_STATISTICS =
            List.of("average", "maximum", "minimum", "standard deviation", "variance", "sum", "median");

    /** omh:descriptive-statistic:1.x and ieee:descriptive-statistic:1.0. */
    static final List<String> STATISTICS = List.of(
            "average",
            "count",
            "maximum",
            "median",
            "minimum",
            "standard deviation",
            "sum",
            "variance",
            "20th percentile",
            "80th percentile",
            "lower quartile",
            "upper quartile",
            "quartile deviation",
            "1st quintile",
            "2nd quintile",
            "3rd quintile",
            "4th quintile");

    /** omh:duration-unit-value:1.x. */
    static final List<String> DURATIONS = List.of("ps", "ns", "us", "ms", "sec", "min", "h", "d", "wk", "Mo", "yr");

    /** omh:length-unit-value:1.x. */
    static final List<String> LENGTHS = List.of("fm", "pm", "nm", "um", "mm", "cm", "m", "km", "in", "ft", "yd", "mi");

    /** omh:mass-unit-value:1.x. */
    static final List<String> MASSES =
            List.of("fg", "pg", "ng", "ug", "mg", "g", "kg", "Metric Ton", "gr", "oz", "lb", "Ton");

    static final JsonRule TO_MEAL = oneOf(
            "fasting",
            "not fasting",
            "before meal",
            "after meal",
            "before breakfast",
            "after breakfast",
            "before lunch",
            "after lunch",
            "before dinner",
            "after dinner",
            "2 hours postprandial",
            "with meal",
            "with food");
    static final JsonRule TO_ACTIVITY =
            oneOf("at rest", "active", "before exercise", "after exercise", "during exercise");
    static final JsonRule TO_SLEEP = oneOf("before sleeping", "during sleep", "on waking");
    static final JsonRule POSTURE = oneOf("sitting", "lying down", "standing", "semi-recumbent");
    static final JsonRule BODY_LOCATION = oneOf(
            "left ankle",
            "right ankle",
            "left hip",
            "right hip",
            "left thigh",
            "right thigh",
            "left thorax",
            "middle left thorax",
            "left upper arm",
            "right upper arm",
            "left wrist",
            "right wrist");

    private static final JsonRule DATE_TIME = (path, value) ->
            Times.instant(value).isPresent() ? Optional.empty() : Optional.of(path + " is not a date-time of RFC 3339");
    private static final JsonRule DURATION = unitValue(DURATIONS);
    private static final JsonRule PART_OF_DAY = object(
            required("date", JsonRule.matching(DAY, "a date")),
            required("part_of_day", oneOf("morning", "afternoon", "evening", "night")));

    /** ieee:time-frame:1.0: a point in time, or an interval of two out of start, end and duration. */
    static final JsonRule TIME_FRAME = timeFrame(Vocabulary::interval);

    /** omh:time-frame:1.x: also a part of a day. */
    static final JsonRule FIRST_TIME_FRAME = timeFrame(
            (path, value) -> value.has("part_of_day") ? PART_OF_DAY.violation(path, value) : interval(path, value));

    /** A time frame that is an interval. */
    static final JsonRule INTERVAL_FRAME = FIRST_TIME_FRAME.and(object(required("time_interval", object())));

    private Vocabulary() {}

    static JsonRule dateTime() {
        return DATE_TIME;
    }

    /** A number with one of these units. */
    static JsonRule unitValue(List<String> units) {
        return object(required("value", number()), required("unit", oneOf(units)));
    }

    static JsonRule unitValue(String... units) {
        return unitValue(List.of(units));
    }

    private static JsonRule timeFrame(JsonRule interval) {
        JsonRule point = object(required("date_time", DATE_TIME));
        JsonRule span = object(required("time_interval", interval));
        return object().and((path, value) -> {
            if (value.has("date_time") && value.has("time_interval")) {
                return Optional.of(path + " is both a point in time and an interval");
            }
            return value.has("time_interval") ? span.violation(path, value) : point.violation(path, value);
        });
    }

    private static Optional<String> interval(String path, JsonNode value) {
        boolean two = value.has("start_date_time") && value.has("end_date_time");
        if (two) {
            return object(required("start_date_time", DATE_TIME), required("end_date_time", DATE_TIME))
                    .violation(path, value);
        }
        String known = value.has("end_date_time") ? "end_date_time" : "start_date_time";
        return object(required(known, DATE_TIME), required("duration", DURATION))
                .violation(path, value);
    }
}
