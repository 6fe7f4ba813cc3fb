package eu.havenlake.jobs.config;

import java.util.Comparator;
import java.util.List;

/** Advice for a word that nobody knows. */
public final class Spelling {
    private static final int FAR = 4;

    private Spelling() {}

    /** Names the known word that is nearest, or all of them. */
    public static String advice(String word, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .filter(nearest -> distance(word, nearest) < FAR)
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("Use one of " + String.join(", ", known) + ".");
    }

    /** Insertions, deletions and substitutions that turn one word into the other (Levenshtein). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
