package eu.havenlake.training.engine.worker;

import eu.havenlake.lake.statistics.ConfusionMatrix;
import eu.havenlake.lake.statistics.Roc;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a network answers to the images of a part, or to the share of it that one worker holds.
 *
 * @param loss sum over the images, weighted
 * @param weight sum of the weights
 * @param positions of the images in their part
 * @param labels true class of each
 * @param probabilities by image, then class
 */
record Answers(double loss, double weight, int[] positions, int[] labels, double[][] probabilities) {

    /** All of it as numbers, for the other workers. */
    double[] encoded(int classes) {
        DoubleBuffer numbers = DoubleBuffer.allocate(2 + labels.length * (2 + classes));
        numbers.put(loss).put(weight);
        for (int i = 0; i < labels.length; i++) {
            numbers.put(positions[i]).put(labels[i]).put(probabilities[i]);
        }
        return numbers.array();
    }

    /** Puts the answers of all workers together, in the order of positions: the same on each worker. */
    static Answers merged(double[][] encoded, int classes) {
        int images = Arrays.stream(encoded)
                .mapToInt(each -> (each.length - 2) / (2 + classes))
                .sum();
        int[] labels = new int[images];
        double[][] probabilities = new double[images][];
        double loss = 0;
        double weight = 0;
        for (double[] each : encoded) {
            loss += each[0];
            weight += each[1];
            for (int at = 2; at < each.length; at += 2 + classes) {
                int position = (int) each[at];
                labels[position] = (int) each[at + 1];
                probabilities[position] = Arrays.copyOfRange(each, at + 2, at + 2 + classes);
            }
        }
        return new Answers(loss, weight, IntStream.range(0, images).toArray(), labels, probabilities);
    }

    EpochRecord.Figures figures(int classes) {
        int[] predictions =
                Arrays.stream(probabilities).mapToInt(Answers::greatest).toArray();
        ConfusionMatrix matrix = ConfusionMatrix.of(classes, labels, predictions);
        boolean finite =
                Arrays.stream(probabilities).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        double area = finite ? Roc.oneVersusRestAuc(labels, probabilities, positions) : Double.NaN;
        return new EpochRecord.Figures(loss / weight, matrix.accuracy(), matrix.balancedAccuracy(), area);
    }

    static int greatest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
