package eu.havenlake.jobs.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Advice for a word that nobody knows. */
public final class Spelling {
    private static final int FAR = 4;

    private Spelling() {}

    /** Names the known word that is nearest, or all of them. */
    public static String advice(String word, List<String> known) {
        return near(word, known)
                .filter(nearest -> distance(word, nearest) < FAR)
                .map(Spelling::question)
                .orElse("Use one of " + String.join(", ", known) + ".");
    }

    /** Names the known word that is nearest, however far that is: for words that are too many to list. */
    static String nearest(String word, List<String> known) {
        return near(word, known).map(Spelling::question).orElse("There is none.");
    }

    private static Optional<String> near(String word, List<String> known) {
        return known.stream().min(Comparator.comparingInt(other -> distance(word, other)));
    }

    private static String question(String word) {
        return "Did you mean " + word + "?";
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
