package eu.havenlake.ingest.imaging;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times of DICOM (PS3.5 section 6.2: DA, TM, DT), which may leave out their smaller parts. */
final class DicomTime {
    private static final Pattern DATE = Pattern.compile("(\\d{4})\\.?(\\d{2})\\.?(\\d{2})");
    private static final Pattern TIME = Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,6}))?)?)?");
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2})(\\d{2})");
    private static final Pattern DATE_TIME = Pattern.compile("(\\d{8})(\\d[\\d.]*)?([+-]\\d{4})?");

    private record Pair(int date, int time) {}

    /** Nearest to the taking of the image first. */
    private static final List<Pair> PAIRS = List.of(
            new Pair(DicomDictionary.ACQUISITION_DATE, DicomDictionary.ACQUISITION_TIME),
            new Pair(DicomDictionary.CONTENT_DATE, DicomDictionary.CONTENT_TIME),
            new Pair(DicomDictionary.SERIES_DATE, DicomDictionary.SERIES_TIME),
            new Pair(DicomDictionary.STUDY_DATE, DicomDictionary.STUDY_TIME));

    private DicomTime() {}

    static Optional<Instant> acquired(DicomFile file) {
        Optional<String> offset = file.text(DicomDictionary.OFFSET_FROM_UTC);
        Optional<Instant> whole =
                file.text(DicomDictionary.ACQUISITION_DATE_TIME).flatMap(text -> dateTime(text, offset));
        return whole.or(() -> PAIRS.stream()
                .flatMap(pair ->
                        file.text(pair.date()).flatMap(date -> instant(date, file.text(pair.time()), offset)).stream())
                .findFirst());
    }

    private static Optional<Instant> dateTime(String text, Optional<String> offset) {
        Matcher parts = DATE_TIME.matcher(text);
        return parts.matches()
                ? instant(
                        parts.group(1),
                        Optional.ofNullable(parts.group(2)),
                        Optional.ofNullable(parts.group(3)).or(() -> offset))
                : Optional.empty();
    }

    /** A date with its time, or its first moment; empty where the date is none. */
    static Optional<Instant> instant(String date, Optional<String> time, Optional<String> offset) {
        try {
            Matcher day = DATE.matcher(date);
            if (!day.matches()) {
                return Optional.empty();
            }
            LocalDate on = LocalDate.of(part(day, 1), part(day, 2), part(day, 3));
            return Optional.of(on.atTime(time.flatMap(DicomTime::time).orElse(LocalTime.MIN))
                    .toInstant(offset.flatMap(DicomTime::zone).orElse(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalTime> time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        String fraction = time.group(4) == null ? "" : time.group(4);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        return Optional.of(LocalTime.of(part(time, 1), part(time, 2), part(time, 3), nanos));
    }

    private static Optional<ZoneOffset> zone(String text) {
        Matcher offset = OFFSET.matcher(text);
        if (!offset.matches()) {
            return Optional.empty();
        }
        int sign = offset.group(1).equals("-") ? -1 : 1;
        return Optional.of(ZoneOffset.ofHoursMinutes(sign * part(offset, 2), sign * part(offset, 3)));
    }

    private static int part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }
}
