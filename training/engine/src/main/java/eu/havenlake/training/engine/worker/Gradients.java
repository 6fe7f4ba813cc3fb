package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.data.Batch;
import eu.havenlake.training.engine.data.Batches;
import eu.havenlake.training.engine.data.Seeds;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;

/** The gradient of the mean loss over one worker's images of a batch, in one pass or in several that take less memory. */
final class Gradients {

    private final Replica replica;
    private final Batches batches;
    private final TrainingSettings settings;
    private final int worker;
    private final Batch batch;
    private final float[] logits;
    private final float[] gradLogits;
    private final float[] mean;

    Gradients(Replica replica, Batches batches, TrainingSettings settings, int worker) {
        this.replica = replica;
        this.batches = batches;
        this.settings = settings;
        this.worker = worker;
        this.batch = batches.allocate();
        this.logits = new float[replica.rows() * replica.architecture().classes()];
        this.gradLogits = new float[logits.length];
        this.mean = settings.microBatches() == 1 ? replica.gradients() : new float[replica.parameterCount()];
    }

    /** What {@link #of} has computed last. */
    float[] mean() {
        return mean;
    }

    /**
     * Computes it.
     *
     * @param places of the images; without any, the gradient means nothing and has weight 0
     */
    Sums.Step of(int[] places, int epoch, int number) {
        Sums.Step all = Sums.Step.NONE;
        for (int from = 0; from < places.length; from += replica.rows()) {
            int[] some = Arrays.copyOfRange(places, from, Math.min(from + replica.rows(), places.length));
            Sums.Step one = pass(some, epoch, Seeds.of(settings.seed(), epoch, number, worker, from));
            if (mean != replica.gradients()) {
                accumulate(replica.gradients(), (float) (one.weight() / (all.weight() + one.weight())));
            }
            all = all.plus(one);
        }
        return all;
    }

    private void accumulate(float[] gradient, float share) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (1 - share) * mean[i] + share * gradient[i];
        }
    }

    private Sums.Step pass(int[] places, int epoch, long seedOfDropout) {
        long start = System.nanoTime();
        batches.training(batch, places, epoch);
        if (settings.dropout() > 0) {
            replica.seed(seedOfDropout);
        }
        replica.forward(batch.images(), Mode.TRAIN, logits);
        double weight = 0;
        for (float w : batch.weights()) {
            weight += w;
        }
        double loss = SoftmaxCrossEntropy.gradient(
                logits, batch.labels(), batch.weights(), weight, settings.labelSmoothing(), gradLogits);
        replica.backward(gradLogits);
        return new Sums.Step(weight, loss, batch.real(), right(), (System.nanoTime() - start) / 1e9);
    }

    private int right() {
        int classes = replica.architecture().classes();
        int right = 0;
        for (int row = 0; row < batch.real(); row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[row * classes + c] > logits[row * classes + best] ? c : best;
            }
            right += best == batch.labels()[row] ? 1 : 0;
        }
        return right;
    }
}
