package eu.havenlake.features.definition;

import java.io.Serializable;
import java.util.List;

/**
 * What one column of the feature tables means.
 *
 * @param name column, {@code [a-z][a-z0-9_]*}
 * @param meaning in words
 * @param unit UCUM unit of the feature's value; empty for what has none
 * @param source kind of record it is taken from
 * @param codes codes of the records that count; none means all
 * @param sourceUnit UCUM unit that a record must be in to count; empty where any does
 * @param windowDays days up to and including the index date in which a record must lie; 0 for the whole time before
 * @param statistic what is made of the records
 */
public record Feature(
        String name,
        String meaning,
        String unit,
        Source source,
        List<String> codes,
        String sourceUnit,
        int windowDays,
        Statistic statistic)
        implements Serializable {

    public Feature {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("\"" + name + "\" cannot name a feature: use [a-z][a-z0-9_]*.");
        }
        if (windowDays < 0) {
            throw new IllegalArgumentException(
                    "Feature " + name + " cannot look back " + windowDays + " days: use 0 for all, or more.");
        }
        codes = List.copyOf(codes);
    }
}
