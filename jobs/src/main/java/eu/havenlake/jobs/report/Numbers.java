package eu.havenlake.jobs.report;

import eu.havenlake.lake.statistics.Estimate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them, in English, the same on every machine. */
public final class Numbers {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String NONE = "–";

    private Numbers() {}

    /** A count, as {@code 12,345}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A figure with three decimals, as {@code 0.873}; a dash where it is not defined. */
    public static String figure(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.3f", value);
    }

    /** A figure with its interval, as {@code 0.873 (0.811–0.920)}. */
    public static String figure(Estimate estimate) {
        if (!estimate.defined()) {
            return NONE;
        }
        return Double.isNaN(estimate.lower())
                ? figure(estimate.value())
                : String.format(
                        Locale.ROOT,
                        "%s (%s–%s)",
                        figure(estimate.value()),
                        figure(estimate.lower()),
                        figure(estimate.upper()));
    }

    /** A measured value with about four significant digits. */
    public static String value(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return NONE;
        }
        if (size != 0 && size < 0.001) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int decimals = size >= 1000 || value == Math.rint(value) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }

    /** A figure with its sign, as {@code +0.412}. */
    public static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value).replace('-', '−');
    }

    /** A share, as {@code 3.1 %}; a dash of nothing. */
    public static String share(long part, long whole) {
        if (whole == 0) {
            return NONE;
        }
        double percent = 100.0 * part / whole;
        return part > 0 && percent < 0.1 ? "< 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /** A size, as {@code 3.4 MB}. */
    public static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    /** A duration, as {@code 12.3 s} or {@code 4 min 10 s}. */
    public static String duration(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** A time in UTC, to the minute. */
    public static String time(Instant time) {
        return TIME.format(time);
    }
}
