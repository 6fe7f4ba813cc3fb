package eu.havenlake.lake.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Receiver operating characteristic: how well a score ranks positives above negatives (Fawcett 2006). */
public final class Roc {

    private Roc() {}

    /**
     * One point of the curve.
     *
     * @param threshold rows that score this or more are called positive; infinite at the first point
     * @param falsePositiveRate share of negatives called positive
     * @param truePositiveRate share of positives called positive
     */
    public record Point(double threshold, double falsePositiveRate, double truePositiveRate) implements Serializable {}

    /**
     * Area under the curve by its meaning: the probability that a positive scores above a negative, ties counting half
     * (Mann-Whitney; Hanley and McNeil 1982). NaN where one of the two is missing.
     */
    public static double auc(boolean[] positive, double[] scores) {
        return auc(positive, scores, IntStream.range(0, scores.length).toArray());
    }

    /** Area under the curve of the given rows (repeats count again), as a bootstrap needs it. */
    public static double auc(boolean[] positive, double[] scores, int[] rows) {
        check(positive, scores);
        double[] above = sortedScores(positive, scores, rows, true);
        double[] below = sortedScores(positive, scores, rows, false);
        double wins = 0;
        int less = 0;
        int lessOrEqual = 0;
        for (double score : above) {
            while (less < below.length && below[less] < score) {
                less++;
            }
            while (lessOrEqual < below.length && below[lessOrEqual] <= score) {
                lessOrEqual++;
            }
            wins += 0.5 * (less + lessOrEqual);
        }
        return wins / ((double) above.length * below.length);
    }

    /**
     * Mean over the classes of the area of "this class against the rest" (macro average; Fawcett 2006, section 9).
     * With two classes that is the area of class 1. Classes without a positive or without a negative are left out;
     * NaN where none remains.
     *
     * @param probabilities by row, then class
     */
    public static double oneVersusRestAuc(int[] labels, double[][] probabilities, int[] rows) {
        int classes = probabilities.length == 0 ? 0 : probabilities[0].length;
        return IntStream.range(classes == 2 ? 1 : 0, classes)
                .mapToDouble(c -> auc(isClass(labels, c), column(probabilities, c), rows))
                .filter(area -> !Double.isNaN(area))
                .average()
                .orElse(Double.NaN);
    }

    /** The curve from (0, 0) to (1, 1), one point for each distinct score; empty where one of the classes is missing. */
    public static List<Point> curve(boolean[] positive, double[] scores) {
        check(positive, scores);
        int positives = (int)
                IntStream.range(0, positive.length).filter(i -> positive[i]).count();
        int negatives = positive.length - positives;
        if (positives == 0 || negatives == 0) {
            return List.of();
        }
        int[] order = descending(scores);
        List<Point> points = new ArrayList<>(List.of(new Point(Double.POSITIVE_INFINITY, 0, 0)));
        int hits = 0;
        for (int i = 0; i < order.length; i++) {
            hits += positive[order[i]] ? 1 : 0;
            boolean lastOfTie = i + 1 == order.length || scores[order[i + 1]] != scores[order[i]];
            if (lastOfTie) {
                points.add(new Point(scores[order[i]], (double) (i + 1 - hits) / negatives, (double) hits / positives));
            }
        }
        return List.copyOf(points);
    }

    /** Which rows carry a label. */
    public static boolean[] isClass(int[] labels, int label) {
        boolean[] is = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            is[i] = labels[i] == label;
        }
        return is;
    }

    /** One column of a matrix of rows. */
    public static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    private static int[] descending(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] sortedScores(boolean[] positive, double[] scores, int[] rows, boolean wanted) {
        return Arrays.stream(rows)
                .filter(row -> positive[row] == wanted)
                .mapToDouble(row -> scores[row])
                .sorted()
                .toArray();
    }

    private static void check(boolean[] positive, double[] scores) {
        if (positive.length != scores.length) {
            throw new IllegalArgumentException("Cannot compute a ROC: " + positive.length + " labels, " + scores.length
                    + " scores. Give one score for each label.");
        }
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "Cannot compute a ROC: the score of row " + i + " is not a number. Score every row first.");
            }
        }
    }
}
