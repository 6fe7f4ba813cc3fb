package eu.havenlake.ingest.ehr.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FHIR's {@code date}, {@code dateTime} and {@code instant} (FHIR R4 2.24.0.1) as one point in time: the start of the
 * year, month, day or second that is given. What has no zone is taken as UTC. Kept to the microsecond.
 */
final class FhirTime {
    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2})"
            + "(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    private FhirTime() {}

    /** Reads a time; empty where the text is none. */
    static Optional<Instant> parse(String text) {
        Matcher form = FORM.matcher(text);
        try {
            return form.matches() ? Optional.of(instant(form)) : Optional.empty();
        } catch (DateTimeException e) {
            // The thirtieth of February and the like.
            return Optional.empty();
        }
    }

    private static Instant instant(Matcher form) {
        var date = LocalDate.of(part(form, 1, 1), part(form, 2, 1), part(form, 3, 1));
        // FHIR allows a leap second, java.time does not.
        var time =
                LocalTime.of(part(form, 4, 0), part(form, 5, 0), Math.min(59, part(form, 6, 0)), nanos(form.group(7)));
        ZoneOffset zone = form.group(8) == null ? ZoneOffset.UTC : ZoneOffset.of(form.group(8));
        return date.atTime(time).toInstant(zone).truncatedTo(ChronoUnit.MICROS);
    }

    private static int part(Matcher form, int group, int missing) {
        return form.group(group) == null ? missing : Integer.parseInt(form.group(group));
    }

    private static int nanos(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }
}
