package eu.havenlake.ingest.contract;

import java.util.Optional;

/**
 * What holds for every record that one {@code haven collect} reads from one place.
 *
 * @param dataset name of the data set, the first half of every donor id
 * @param basis legal basis of the whole data set in words, if it does not rest on the donors' consent
 * @param datesShifted whether the source moved its dates, so that they may lie in the future
 */
public record Origin(String dataset, Optional<String> basis, boolean datesShifted) {
    private static final String NAME = "[a-z0-9][a-z0-9_.-]*";

    public Origin {
        if (!dataset.matches(NAME)) {
            throw new IllegalArgumentException("Cannot use \"" + dataset
                    + "\" as the name of a data set: it must match " + NAME + ". Give another name with --dataset.");
        }
    }

    /** The id of a donor whom the source calls {@code patient}. */
    public String donor(String patient) {
        return dataset + ":" + patient;
    }

    /**
     * Whether a patient's name or number came whole: what is blank, or was damaged on the way to U+FFFD or half a
     * character, may be that of two.
     */
    public static boolean isWhole(String patient) {
        return !patient.isBlank()
                && patient.indexOf('\uFFFD') < 0
                && patient.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
