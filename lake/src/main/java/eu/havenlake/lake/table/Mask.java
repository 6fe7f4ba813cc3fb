package eu.havenlake.lake.table;

/**
 * What a study sees of a column. Pseudonyms are made when a row enters silver; the other masks are applied when a study
 * reads, after consent and period, so that rules and periods see the true values.
 */
public enum Mask implements Trait {
    /** The value as it is. */
    KEEP,
    /** The keyed pseudonym of a donor. */
    PSEUDONYM,
    /** The date moved by a number of days that is the same for all dates of a donor in a study. */
    SHIFTED_DATE,
    /** The first day of the year. */
    YEAR,
    /** The first three characters of a postal code. */
    COARSE_PLACE,
    /** Never shown to a study. */
    HIDDEN
}
