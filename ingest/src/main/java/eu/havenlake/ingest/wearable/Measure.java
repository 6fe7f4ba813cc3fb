package eu.havenlake.ingest.wearable;

import java.util.Locale;
import java.util.Set;

/**
 * What HavenLake takes from wearables, each in one unit of UCUM and within bounds that a living person can reach. The
 * bounds hold for one sample, whatever time it spans.
 */
public enum Measure {
    HEART_RATE("/min", 20, 300),
    STEP_COUNT("{steps}", 0, 1_000_000),
    ACTIVITY_DURATION("min", 0, 7 * 1440),
    ACTIVITY_DISTANCE("m", 0, 1_000_000),
    ACTIVITY_ENERGY("kcal", 0, 30_000),
    SLEEP_DURATION("h", 0, 24),
    BODY_WEIGHT("kg", 0.2, 650),
    BLOOD_GLUCOSE("mg/dL", 5, 2700),
    SYSTOLIC_BLOOD_PRESSURE("mm[Hg]", 30, 370),
    DIASTOLIC_BLOOD_PRESSURE("mm[Hg]", 10, 360),
    OXYGEN_SATURATION("%", 20, 100);

    /** Statistics that are not values of the measure itself, so that its bounds say nothing about them. */
    private static final Set<String> SPREADS =
            Set.of("standard deviation", "variance", "quartile deviation", "count", "sum");

    private final String unit;
    private final double least;
    private final double most;

    Measure(String unit, double least, double most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    /** The name in the lake, as {@code heart_rate}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The UCUM unit of its values. */
    public String unit() {
        return unit;
    }

    /** The smallest value that is believed, in {@link #unit()}. */
    public double least() {
        return least;
    }

    /** The greatest value that is believed, in {@link #unit()}. */
    public double most() {
        return most;
    }

    /** Whether a value can be true; of a spread, a count or a sum it is only known that it is not negative. */
    boolean believes(double value, String statistic) {
        return SPREADS.contains(statistic) ? value >= 0 : value >= least && value <= most;
    }
}
