package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Estimate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How a model does as a test for one class. The threshold is chosen on the validation part, so that the figures on the
 * held-out part are those of a threshold that was fixed before.
 *
 * @param className which class is looked for
 * @param threshold images with this probability of the class or more are called positive
 * @param sensitivity share of the images of the class that are called positive
 * @param specificity share of the others that are not
 */
public record OperatingPoint(String className, double threshold, Estimate sensitivity, Estimate specificity)
        implements Serializable {

    /** A point for each class that has a threshold, in the order of classes. */
    static List<OperatingPoint> of(
            List<String> classes,
            Answers test,
            Map<Integer, Double> thresholds,
            List<String> donors,
            Bootstrap bootstrap) {
        List<OperatingPoint> points = new ArrayList<>();
        new TreeMap<>(thresholds)
                .forEach((label, threshold) -> points.add(new OperatingPoint(
                        classes.get(label),
                        threshold,
                        bootstrap.estimate(donors, rows -> positives(test, rows, label, true, threshold)),
                        bootstrap.estimate(donors, rows -> 1 - positives(test, rows, label, false, threshold)))));
        return points;
    }

    /** The greatest threshold that finds as many of the class as are wanted; none where there is none of the class. */
    static Optional<Double> threshold(Answers validation, int label, double wanted) {
        double[] scores = IntStream.range(0, validation.labels().length)
                .filter(row -> validation.labels()[row] == label)
                .mapToDouble(row -> validation.probabilities()[row][label])
                .sorted()
                .toArray();
        int missed = (int) Math.floor((1 - wanted) * scores.length + 1e-9);
        return scores.length == 0 ? Optional.empty() : Optional.of(scores[Math.min(missed, scores.length - 1)]);
    }

    /** Share that is called positive, of the rows that are of the class, or are not; NaN where there are none. */
    private static double positives(Answers answers, int[] rows, int label, boolean ofClass, double threshold) {
        return Arrays.stream(rows)
                .filter(row -> (answers.labels()[row] == label) == ofClass)
                .mapToDouble(row -> answers.probabilities()[row][label] >= threshold ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }
}
