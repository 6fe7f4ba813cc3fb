package eu.havenlake.ingest.wearable;

import java.time.Instant;
import java.util.Optional;

/**
 * One number that a device measured.
 *
 * @param measure what was measured
 * @param value the number, in the unit of the measure
 * @param start when it began to be true; empty where the data point does not say, or only by part of a day
 * @param end when it ended to be true; the start for a point in time
 * @param statistic what the number is of several measurements ({@code average}, {@code maximum}, …); empty for one
 * @param per what a statistic is taken over, as {@code d} for a day
 * @param activity name of the activity, where it is of one
 */
public record Sample(
        Measure measure,
        double value,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<String> statistic,
        Optional<String> per,
        Optional<String> activity) {

    /** Whether a living person can have such a value. */
    boolean believable() {
        return measure.believes(value, statistic.orElse(""));
    }
}
