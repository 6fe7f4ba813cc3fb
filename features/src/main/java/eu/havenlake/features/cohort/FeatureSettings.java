package eu.havenlake.features.cohort;

import eu.havenlake.lake.ConfigurationException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * When features look back from, and how long the outcome is awaited.
 *
 * @param indexDate calendar date that features look back from; without one, the follow-up before the last contact
 * @param followUpMonths months after the index date in which the outcome may happen, 1 to 120
 */
public record FeatureSettings(Optional<LocalDate> indexDate, int followUpMonths) {
    /** A year before the last contact of the data. */
    public static final FeatureSettings YEAR_BEFORE_LAST_CONTACT = new FeatureSettings(Optional.empty(), 12);

    public FeatureSettings {
        if (followUpMonths < 1 || followUpMonths > 120) {
            throw new ConfigurationException(
                    "features.follow-up-months = " + followUpMonths + " is not allowed. Use a value from 1 to 120.");
        }
    }

    /** The index date in force for data whose last contact is {@code last}. */
    public LocalDate indexFor(LocalDate last) {
        return indexDate.orElseGet(() -> last.minusMonths(followUpMonths));
    }
}
