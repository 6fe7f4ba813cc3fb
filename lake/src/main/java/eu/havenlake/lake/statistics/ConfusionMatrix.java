package eu.havenlake.lake.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts of (true class, predicted class), and what follows from them alone.
 *
 * @param counts row = true class, column = predicted class; square
 */
public record ConfusionMatrix(List<List<Long>> counts) implements Serializable {

    /** Checks that the matrix is square and copies it. */
    public ConfusionMatrix {
        for (List<Long> row : counts) {
            if (row.size() != counts.size()) {
                throw new IllegalArgumentException("Cannot make a confusion matrix: a row has " + row.size()
                        + " columns for " + counts.size() + " classes. Give a square matrix.");
            }
        }
        counts = counts.stream().map(List::copyOf).toList();
    }

    /**
     * Counts pairs.
     *
     * @param classes number of classes; labels and predictions are 0 … classes − 1
     */
    public static ConfusionMatrix of(int classes, int[] labels, int[] predictions) {
        return of(
                classes, labels, predictions, IntStream.range(0, labels.length).toArray());
    }

    /** Counts the pairs of the given rows (repeats count again), as a bootstrap needs it. */
    public static ConfusionMatrix of(int classes, int[] labels, int[] predictions, int[] rows) {
        if (labels.length != predictions.length) {
            throw new IllegalArgumentException("Cannot make a confusion matrix: " + labels.length + " labels, "
                    + predictions.length + " predictions. Give one prediction for each label.");
        }
        long[][] cells = new long[classes][classes];
        for (int row : rows) {
            cells[labels[row]][predictions[row]]++;
        }
        List<List<Long>> counts = new ArrayList<>(Collections.nCopies(classes, List.of()));
        for (int i = 0; i < classes; i++) {
            counts.set(i, Arrays.stream(cells[i]).boxed().toList());
        }
        return new ConfusionMatrix(counts);
    }

    /** Number of rows counted. */
    public long total() {
        return counts.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    }

    /** Share of rows on the diagonal; NaN without rows. */
    public double accuracy() {
        long right = IntStream.range(0, counts.size())
                .mapToLong(i -> counts.get(i).get(i))
                .sum();
        return (double) right / total();
    }

    /** Mean recall over the classes that occur (Brodersen et al. 2010); NaN without rows. */
    public double balancedAccuracy() {
        return IntStream.range(0, counts.size())
                .filter(i -> actual(i) > 0)
                .mapToDouble(i -> (double) counts.get(i).get(i) / actual(i))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Cohen's kappa with quadratic weights (Cohen 1968): 1 − Σ w·observed / Σ w·expected with w = (i − j)². It speaks
     * of ordered classes (grades); with two classes it is the unweighted kappa. NaN where no disagreement is expected.
     */
    public double quadraticWeightedKappa() {
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < counts.size(); i++) {
            for (int j = 0; j < counts.size(); j++) {
                double weight = (double) (i - j) * (i - j);
                observed += weight * counts.get(i).get(j);
                expected += weight * actual(i) * predicted(j) / total();
            }
        }
        return expected > 0 ? 1 - observed / expected : Double.NaN;
    }

    private long actual(int label) {
        return counts.get(label).stream().mapToLong(Long::longValue).sum();
    }

    private long predicted(int label) {
        return counts.stream().mapToLong(row -> row.get(label)).sum();
    }
}
