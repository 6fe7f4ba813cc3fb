package eu.havenlake.ingest.consent;

import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.lake.table.Category;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns the values of one decision into a record.
 *
 * @param place file and line
 * @param text the decision as sent
 */
record DecisionReader(String place, String text) {
    static final String SEPARATOR = ";";

    private static final Set<String> MEMBERS = Set.of("donor", "decision", "purposes", "categories", "from", "until");
    private static final List<String> DECISIONS = List.of("grant", "withdraw");
    private static final List<String> CATEGORIES =
            Arrays.stream(Category.values()).map(Category::label).toList();
    private static final Pattern DONOR = Pattern.compile("[a-z0-9][a-z0-9_.-]*:\\S(.*\\S)?");
    private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9_-]*");
    static final String EVERYBODY = ":*";
    private static final String NO_DATASET = "unknown";

    /** What is wrong with a decision; it names no donor. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String reason) {
            super(reason);
        }
    }

    ConsentDecision read(Map<String, String> values, Optional<String> unreadable) {
        ConsentDecision.Builder record = ConsentDecision.newBuilder()
                .setDataset(NO_DATASET)
                .setSource(place)
                .setText(text)
                .setPurposes(List.of())
                .setCategories(List.of());
        try {
            if (unreadable.isPresent()) {
                throw new Wrong(unreadable.get());
            }
            fill(values, record);
        } catch (Wrong e) {
            record.setProblem(place + ": " + e.getMessage());
        }
        return record.build();
    }

    private static void fill(Map<String, String> values, ConsentDecision.Builder record) throws Wrong {
        String donor = donor(values);
        record.setDonor(donor).setDataset(donor.substring(0, donor.indexOf(':')));
        checkMembers(values);
        String decision = oneOf("decision", values.getOrDefault("decision", ""), DECISIONS);
        record.setDecision(decision);
        record.setPurposes(purposes(values)).setCategories(categories(values));
        period(values, record);
        if (donor.endsWith(EVERYBODY)) {
            checkWholeDataset(decision, record);
        }
    }

    private static String donor(Map<String, String> values) throws Wrong {
        String donor = values.getOrDefault("donor", "");
        if (!DONOR.matcher(donor).matches()) {
            throw new Wrong("the donor is not written as <dataset>:<patient>");
        }
        if (!Origin.isWhole(donor)) {
            throw new Wrong("the donor's name was damaged on the way: is the file UTF-8?");
        }
        return donor;
    }

    /** A member that is spelt wrong must not widen a decision: without its categories a grant would be about all. */
    private static void checkMembers(Map<String, String> values) throws Wrong {
        Optional<String> unknown =
                values.keySet().stream().filter(name -> !MEMBERS.contains(name)).findFirst();
        if (unknown.isPresent()) {
            throw new Wrong(
                    "\"%s\" is not one of donor, decision, purposes, categories, from, until".formatted(unknown.get()));
        }
    }

    private static void checkWholeDataset(String decision, ConsentDecision.Builder record) throws Wrong {
        if (!decision.equals("withdraw")) {
            throw new Wrong("a whole data set can only be withdrawn; its legal basis is given with --basis");
        }
        if (!record.getPurposes().isEmpty() || !record.getCategories().isEmpty()) {
            throw new Wrong("the legal basis of a data set ends as a whole, not for some purposes or categories");
        }
    }

    private static List<String> purposes(Map<String, String> values) throws Wrong {
        List<String> purposes = list(values, "purposes");
        for (String purpose : purposes) {
            if (!PURPOSE.matcher(purpose).matches()) {
                throw new Wrong("purpose \"%s\" does not match %s".formatted(purpose, PURPOSE));
            }
        }
        return purposes;
    }

    private static List<String> categories(Map<String, String> values) throws Wrong {
        List<String> categories = list(values, "categories");
        for (String category : categories) {
            oneOf("category", category, CATEGORIES);
        }
        return categories;
    }

    private static List<String> list(Map<String, String> values, String name) {
        return Arrays.stream(values.getOrDefault(name, "").split(SEPARATOR, -1))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    private static String oneOf(String what, String value, List<String> allowed) throws Wrong {
        if (!allowed.contains(value)) {
            throw new Wrong("%s \"%s\" is not one of %s".formatted(what, value, String.join(", ", allowed)));
        }
        return value;
    }

    private static void period(Map<String, String> values, ConsentDecision.Builder record) throws Wrong {
        instant(values, "from", record::setValidFrom);
        instant(values, "until", record::setValidUntil);
        Instant from = record.getValidFrom();
        Instant until = record.getValidUntil();
        if (from != null && until != null && !from.isBefore(until)) {
            throw new Wrong("it begins on %s, not before its end on %s".formatted(from, until));
        }
    }

    private static void instant(Map<String, String> values, String name, Consumer<Instant> set) throws Wrong {
        if (values.containsKey(name)) {
            set.accept(instant(name, values.get(name)));
        }
    }

    /** A date is its first moment in UTC, also as an end: of two readings, the one that allows less. */
    private static Instant instant(String name, String text) throws Wrong {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new Wrong("\"%s\" is neither a date (2026-01-31) nor a time (2026-01-31T12:00:00Z): \"%s\""
                    .formatted(name, text));
        }
    }
}
