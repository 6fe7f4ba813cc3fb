package eu.havenlake.ingest.wearable;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times of Open mHealth: RFC 3339 date-times and the frames made of them. */
final class Times {
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    /**
     * When something was true.
     *
     * @param start start, or the point in time
     * @param end end; the same as the start for a point in time
     */
    record Frame(Instant start, Instant end) {}

    private Times() {}

    /** The instant of an RFC 3339 date-time (section 5.6); empty where the text is none. */
    static Optional<Instant> instant(JsonNode value) {
        String text = value.asText();
        if (!value.isTextual() || !RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The frame of a valid body; empty where it has none or only a part of a day, which has no hours and no zone.
     */
    static Optional<Frame> frame(JsonNode body) {
        JsonNode frame = body.path("effective_time_frame");
        Optional<Instant> point = instant(frame.path("date_time"));
        if (point.isPresent()) {
            return point.map(at -> new Frame(at, at));
        }
        JsonNode interval = frame.path("time_interval");
        Optional<Instant> start = instant(interval.path("start_date_time"));
        Optional<Instant> end = instant(interval.path("end_date_time"));
        try {
            Optional<Duration> duration = duration(interval.path("duration"));
            start = start.or(() -> instant(interval.path("end_date_time")).flatMap(at -> duration.map(at::minus)));
            end = end.or(() -> instant(interval.path("start_date_time")).flatMap(at -> duration.map(at::plus)));
        } catch (ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
        Optional<Instant> last = end;
        return start.flatMap(first -> last.map(at -> new Frame(first, at)));
    }

    private static Optional<Duration> duration(JsonNode value) {
        if (!value.isObject()) {
            return Optional.empty();
        }
        double seconds = Units.seconds(
                value.path("value").doubleValue(), value.path("unit").textValue());
        if (Math.abs(seconds) > Integer.MAX_VALUE * 10.0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Math.round(seconds % 1 * 1e9)).plusSeconds((long) seconds));
    }
}
