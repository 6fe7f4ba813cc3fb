package eu.havenlake.lake.consent;

import eu.havenlake.lake.table.Category;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a donor stands about one purpose and one category at one time. Of the decisions that are about both and hold
 * then, the one that began last counts (of two that began together, the one sent last); a grant that has run out leaves the donor undecided.
 */
public enum ConsentState {
    GRANTED,
    WITHDRAWN,
    UNDECIDED;

    /** The state that {@code decisions} of one donor come to. */
    public static ConsentState of(List<Decision> decisions, String purpose, Category category, Instant now) {
        return decisions.stream()
                .filter(decision -> decision.isAbout(purpose, category) && decision.holdsAt(now))
                .max(Comparator.comparing(Decision::from).thenComparing(Decision::order))
                .map(decision -> decision.grants() ? GRANTED : WITHDRAWN)
                .orElse(UNDECIDED);
    }

    /**
     * Whether there is any purpose and category that the donor grants now: only then may a row of theirs pass to silver.
     * Every purpose that a decision names is tried, and one that none names.
     */
    public static boolean grantsAnything(List<Decision> decisions, Instant now) {
        List<String> purposes = Stream.concat(Stream.of(""), decisions.stream().flatMap(d -> d.purposes().stream()))
                .distinct()
                .toList();
        return purposes.stream()
                .anyMatch(purpose -> List.of(Category.values()).stream()
                        .anyMatch(category -> of(decisions, purpose, category, now) == GRANTED));
    }
}
