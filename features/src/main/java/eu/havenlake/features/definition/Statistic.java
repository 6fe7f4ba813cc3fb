package eu.havenlake.features.definition;

/** What a feature makes of the records in its window. */
public enum Statistic {
    /** 1 where there is any, else 0. */
    PRESENT,
    /** How many there are; 0 where there are none. */
    COUNT,
    /** How many different codes they have; 0 where there are none. */
    COUNT_OF_CODES,
    /** The value that was true last; the greatest of several at the same time. */
    LATEST,
    /** Arithmetic mean. */
    MEAN,
    /** Slope of the least-squares line through at least three values, per year of 365.25 days. */
    SLOPE,
    /** The 5th percentile, interpolated. */
    LOW_PERCENTILE,
    /** Sum of each day that has any, then the mean of these days. */
    DAILY_SUM_MEAN,
    /** A property of the donor, no statistic. */
    PROPERTY
}
