package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.data.Batch;
import eu.havenlake.training.engine.data.Batches;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.stream.IntStream;

/** Runs a replica over images without changing it. */
final class Evaluator {

    private final Replica replica;
    private final LossFunction loss;
    private final int classes;
    private final float[] logits;
    private final float[] unused;

    Evaluator(Replica replica, LossFunction loss) {
        this.replica = replica;
        this.loss = loss;
        this.classes = replica.architecture().classes();
        this.logits = new float[replica.rows() * classes];
        this.unused = new float[logits.length];
    }

    Answers evaluate(Batches batches, Images images) {
        double[][] probabilities = new double[images.size()][];
        Batch batch = batches.allocate();
        double sum = 0;
        double weight = 0;
        for (int number = 0; number < batches.count(); number++) {
            batches.evaluation(batch, number);
            replica.forward(batch.images(), Mode.EVALUATE, logits);
            sum += loss.gradient(logits, batch.labels(), batch.weights(), 1, unused);
            for (int row = 0; row < batch.real(); row++) {
                weight += batch.weights()[row];
                probabilities[batches.first(number) + row] = SoftmaxCrossEntropy.probabilities(logits, row, classes);
            }
        }
        int[] positions = IntStream.range(0, images.size())
                .map(i -> images.image(i).position())
                .toArray();
        return new Answers(sum, weight, positions, images.labels(), probabilities);
    }
}
