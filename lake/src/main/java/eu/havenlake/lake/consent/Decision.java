package eu.havenlake.lake.consent;

import eu.havenlake.lake.table.Category;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One decision of a donor about the use of their data.
 *
 * @param grants whether it allows or forbids
 * @param purposes purposes it is about; none means all
 * @param categories labels of the categories it is about; none means all
 * @param from when it begins to hold
 * @param until when it ends to hold, exclusive; empty means never
 * @param order its place among the decisions that were sent; of two that begin together, the later overrules
 */
public record Decision(
        boolean grants,
        Set<String> purposes,
        Set<String> categories,
        Instant from,
        Optional<Instant> until,
        long order) {

    public Decision {
        purposes = Set.copyOf(purposes);
        categories = Set.copyOf(categories);
    }

    boolean isAbout(String purpose, Category category) {
        return (purposes.isEmpty() || purposes.contains(purpose))
                && (categories.isEmpty() || categories.contains(category.label()));
    }

    boolean holdsAt(Instant now) {
        return !from.isAfter(now) && until.map(now::isBefore).orElse(true);
    }
}
