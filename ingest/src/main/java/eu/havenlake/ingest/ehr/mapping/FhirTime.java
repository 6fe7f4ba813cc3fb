package eu.havenlake.ingest.ehr.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * FHIR's {@code date}, {@code dateTime} and {@code instant} (FHIR R4 2.24.0.1) as one point in time: the start of the
 * year, month, day or second that is given. What has no zone is taken as UTC. Kept to the microsecond. Read by hand:
 * every resource has several, and a regular expression takes most of the time of reading one.
 */
final class FhirTime {
    private static final int NANO_DIGITS = 9;

    private final String text;
    private int position;

    private FhirTime(String text) {
        this.text = text;
    }

    /** Reads a time; empty where the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(new FhirTime(text).start());
        } catch (DateTimeException e) {
            // Of another form, or the thirtieth of February and the like.
            return Optional.empty();
        }
    }

    private Instant start() {
        int year = number(4);
        int month = skip('-') ? number(2) : 1;
        int day = position > 4 && skip('-') ? number(2) : 1;
        LocalDateTime start = LocalDateTime.of(year, month, day, 0, 0);
        ZoneOffset zone = ZoneOffset.UTC;
        if (position > 7 && skip('T')) {
            start = start.withHour(number(2)).withMinute(afterColon());
            if (text.startsWith(":", position)) {
                // FHIR allows a leap second, java.time does not.
                start = start.withSecond(Math.min(59, afterColon())).withNano(skip('.') ? nanos() : 0);
            }
            zone = zone();
        }
        require(position == text.length());
        return start.toInstant(zone).truncatedTo(ChronoUnit.MICROS);
    }

    private ZoneOffset zone() {
        if (position == text.length() || skip('Z')) {
            return ZoneOffset.UTC;
        }
        int sign = skip('-') ? -1 : 1;
        require(sign < 0 || skip('+'));
        return ZoneOffset.ofHoursMinutes(sign * number(2), sign * afterColon());
    }

    private int afterColon() {
        require(skip(':'));
        return number(2);
    }

    private int nanos() {
        int start = position;
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
        require(position > start);
        String digits = text.substring(start, Math.min(position, start + NANO_DIGITS));
        return Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
    }

    private int number(int digits) {
        require(position + digits <= text.length());
        int number = 0;
        for (int end = position + digits; position < end; position++) {
            require(isDigit(text.charAt(position)));
            number = 10 * number + text.charAt(position) - '0';
        }
        return number;
    }

    private boolean skip(char wanted) {
        boolean there = position < text.length() && text.charAt(position) == wanted;
        position += there ? 1 : 0;
        return there;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private void require(boolean form) {
        if (!form) {
            throw new DateTimeException("No FHIR time: " + text);
        }
    }
}
