package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.ConfusionMatrix;
import eu.havenlake.lake.statistics.Roc;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Predictions as arrays, which the bootstrap goes through a thousand times. */
record Answers(int classes, int[] labels, int[] predicted, double[][] probabilities) {

    static Answers of(List<Prediction> predictions, int classes) {
        return new Answers(
                classes,
                predictions.stream().mapToInt(Prediction::label).toArray(),
                predictions.stream().mapToInt(Prediction::predicted).toArray(),
                predictions.stream()
                        .map(p -> p.probabilities().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .toArray(double[][]::new));
    }

    Answers always(int label) {
        int[] same = new int[labels.length];
        Arrays.fill(same, label);
        double[] certain = new double[classes];
        certain[label] = 1;
        double[][] rows = Collections.nCopies(labels.length, certain).toArray(double[][]::new);
        return new Answers(classes, labels, same, rows);
    }

    int[] all() {
        return IntStream.range(0, labels.length).toArray();
    }

    boolean right(int row) {
        return predicted[row] == labels[row];
    }

    /** Probability of the answer that was given. */
    double confidence(int row) {
        return probabilities[row][predicted[row]];
    }

    ConfusionMatrix matrix(int[] rows) {
        return ConfusionMatrix.of(classes, labels, predicted, rows);
    }

    double rocAuc(int[] rows) {
        return Roc.oneVersusRestAuc(labels, probabilities, rows);
    }

    List<Roc.Point> curve(int label) {
        return Roc.curve(Roc.isClass(labels, label), Roc.column(probabilities, label));
    }

    /** The same, with all logits divided by a temperature. */
    Answers cooled(double temperature) {
        double[][] cooled = Arrays.stream(probabilities)
                .map(row -> cooled(row, temperature))
                .toArray(double[][]::new);
        return new Answers(classes, labels, predicted, cooled);
    }

    /** Logarithms of probabilities are logits but for a constant, which the division by the sum takes away. */
    private static double[] cooled(double[] row, double temperature) {
        double[] powers =
                Arrays.stream(row).map(p -> Math.pow(p, 1 / temperature)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    /** Mean of −log of the probability of the true class; probabilities of 0 count as the smallest there is. */
    double negativeLogLikelihood() {
        return IntStream.range(0, labels.length)
                .mapToDouble(row -> -Math.log(Math.max(probabilities[row][labels[row]], Double.MIN_NORMAL)))
                .average()
                .orElse(Double.NaN);
    }
}
