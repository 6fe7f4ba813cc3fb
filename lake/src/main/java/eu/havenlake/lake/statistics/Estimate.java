package eu.havenlake.lake.statistics;

import java.io.Serializable;

/**
 * A figure with its uncertainty: the value on the data as they are and the limits of its interval.
 *
 * @param value the statistic; NaN where it is not defined (one class only, for instance)
 * @param lower lower limit of the interval; NaN where it is not defined
 * @param upper upper limit of the interval; NaN where it is not defined
 */
public record Estimate(double value, double lower, double upper) implements Serializable {

    /** Whether the statistic exists on these data. */
    public boolean defined() {
        return !Double.isNaN(value);
    }
}
