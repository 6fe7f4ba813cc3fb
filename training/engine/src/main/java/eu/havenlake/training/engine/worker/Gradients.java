package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.data.Batch;
import eu.havenlake.training.engine.data.Batches;
import eu.havenlake.training.engine.data.Seeds;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The gradient of the mean loss over one worker's images of a batch, in one pass or in several that take less memory. */
final class Gradients {

    private final Replica replica;
    private final Batches batches;
    private final TrainingSettings settings;
    private final int worker;
    private final LossFunction loss;
    private final Batch batch;
    private final float[] logits;
    private final float[] gradLogits;
    private final float[] mean;
    private Optional<StepDump> dump;
    private Optional<CompletableFuture<Void>> prepared = Optional.empty();

    Gradients(Replica replica, Batches batches, TrainingSettings settings, int worker) {
        this.replica = replica;
        this.batches = batches;
        this.settings = settings;
        this.worker = worker;
        this.loss = LossFunction.of(settings.loss(), settings.labelSmoothing());
        this.dump = Optional.of(settings.dumpStep())
                .filter(folder -> !folder.isBlank())
                .map(folder -> StepDump.into(folder, worker));
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
     * @param sums that hear how long the engine waited for images
     */
    Sums.Step of(int[] places, int epoch, int number, Sums sums) {
        Sums.Step all = Sums.Step.NONE;
        for (int from = 0; from < places.length; from += replica.rows()) {
            sums.waited(ready(places, from, epoch));
            Sums.Step one = pass(Seeds.of(settings.seed(), epoch, number, worker, from));
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

    /**
     * Prepares the first images of the next step in another thread, while the engine rests: in the exchange and the
     * update. Beside the engine it would cost more than its share, for each layer waits for the slowest thread.
     */
    void prepare(int[] places, int epoch) {
        if (places.length == 0) {
            return;
        }
        int[] first = some(places, 0);
        prepared = Optional.of(CompletableFuture.runAsync(() -> batches.training(batch, first, epoch)));
    }

    /** @return seconds of waiting */
    private double ready(int[] places, int from, int epoch) {
        long start = System.nanoTime();
        prepared.ifPresentOrElse(Gradients::join, () -> batches.training(batch, some(places, from), epoch));
        prepared = Optional.empty();
        return (System.nanoTime() - start) / 1e9;
    }

    /** The exceptions of the other thread are thrown here as they are. */
    private static void join(CompletableFuture<Void> ready) {
        try {
            ready.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private int[] some(int[] places, int from) {
        return Arrays.copyOfRange(places, from, Math.min(from + replica.rows(), places.length));
    }

    private Sums.Step pass(long seedOfDropout) {
        long start = System.nanoTime();
        replica.seed(seedOfDropout);
        replica.forward(batch.images(), Mode.TRAIN, logits);
        double weight = 0;
        for (float w : batch.weights()) {
            weight += w;
        }
        double sum = loss.gradient(logits, batch.labels(), batch.weights(), weight, gradLogits);
        replica.backward(gradLogits);
        double meanLoss = sum / weight;
        dump.ifPresent(first -> first.write(replica, batch, logits, meanLoss));
        dump = Optional.empty();
        return new Sums.Step(weight, sum, batch.real(), right(), (System.nanoTime() - start) / 1e9);
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
