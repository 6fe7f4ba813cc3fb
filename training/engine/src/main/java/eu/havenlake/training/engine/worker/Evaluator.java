package eu.havenlake.training.engine.worker;

import eu.havenlake.lake.statistics.ConfusionMatrix;
import eu.havenlake.lake.statistics.Roc;
import eu.havenlake.training.engine.data.Batch;
import eu.havenlake.training.engine.data.Batches;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Runs a replica over a part without changing it. */
final class Evaluator {

    private final Replica replica;
    private final int classes;
    private final float[] logits;
    private final float[] unused;

    Evaluator(Replica replica) {
        this.replica = replica;
        this.classes = replica.architecture().classes();
        this.logits = new float[replica.rows() * classes];
        this.unused = new float[logits.length];
    }

    /**
     * Result of one run.
     *
     * @param figures over the part
     * @param probabilities by image in the order of ids, then class
     */
    record Answer(EpochRecord.Figures figures, double[][] probabilities) {}

    Answer evaluate(Batches batches, int[] labels) {
        double[][] probabilities = new double[labels.length][];
        Batch batch = batches.allocate();
        double loss = 0;
        double weight = 0;
        for (int number = 0; number < batches.count(); number++) {
            batches.evaluation(batch, batches.ordered(), number);
            replica.forward(batch.images(), Mode.EVALUATE, logits);
            loss += SoftmaxCrossEntropy.gradient(logits, batch.labels(), batch.weights(), 1, unused);
            for (int row = 0; row < batch.real(); row++) {
                weight += batch.weights()[row];
                probabilities[batches.first(number) + row] = SoftmaxCrossEntropy.probabilities(logits, row, classes);
            }
        }
        return new Answer(figures(labels, probabilities, loss / weight), probabilities);
    }

    private EpochRecord.Figures figures(int[] labels, double[][] probabilities, double loss) {
        int[] predictions =
                Arrays.stream(probabilities).mapToInt(Evaluator::greatest).toArray();
        ConfusionMatrix matrix = ConfusionMatrix.of(classes, labels, predictions);
        boolean finite =
                Arrays.stream(probabilities).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        double area = finite
                ? Roc.oneVersusRestAuc(
                        labels, probabilities, IntStream.range(0, labels.length).toArray())
                : Double.NaN;
        return new EpochRecord.Figures(loss, matrix.accuracy(), matrix.balancedAccuracy(), area);
    }

    static int greatest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
