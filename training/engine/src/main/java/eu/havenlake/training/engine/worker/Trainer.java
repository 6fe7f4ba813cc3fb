package eu.havenlake.training.engine.worker;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Augmenter;
import eu.havenlake.training.engine.data.Batch;
import eu.havenlake.training.engine.data.Batches;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.data.Seeds;
import eu.havenlake.training.engine.optimiser.Optimiser;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The loop of one worker: flat parameters in, flat gradients out of the engine, our optimiser between two steps. Knows
 * neither Spark nor which engine it drives.
 */
public final class Trainer {

    private final Replica replica;
    private final TrainingSettings settings;
    private final Normalisation normalisation;
    private final float[] classWeights;
    private final Images training;
    private final Batches batches;
    private final Optimiser optimiser;
    private final Evaluator evaluator;
    private final Batch batch;
    private final float[] logits;
    private final float[] gradLogits;
    private long steps;

    /** @param training images to fit, at least one */
    public Trainer(Replica replica, Images training, TrainingSettings settings) {
        int classes = replica.architecture().classes();
        this.replica = replica;
        this.settings = settings;
        this.training = training;
        this.normalisation = Normalisation.of(training);
        this.classWeights = ClassBalance.weights(settings.classWeights(), training.labels(), classes);
        this.batches = batches(training, settings.augmentation());
        this.optimiser = Optimiser.of(settings, replica.blocks(), 0, replica.parameterCount());
        this.evaluator = new Evaluator(replica);
        this.batch = batches.allocate();
        this.logits = new float[replica.rows() * classes];
        this.gradLogits = new float[logits.length];
    }

    /** Rows of the batches: as asked, or all training images where they are fewer. */
    public static int rows(TrainingSettings settings, Images training) {
        return Math.min(settings.batch(), training.size());
    }

    /**
     * Trains until the last epoch, or until the validation figure has not improved for too long; then the replica holds
     * the best weights (without a validation part: the last).
     *
     * @param progress receives each epoch's record when it is done
     * @return the number of the epoch whose weights are kept
     * @throws HavenException if the loss is not a number any more
     */
    public int train(Optional<Images> validation, Consumer<EpochRecord> progress) {
        Best best = new Best(settings.selection(), settings.patience());
        Optional<Batches> held = validation.map(images -> batches(images, Augmentation.NONE));
        for (int epoch = 0; epoch < settings.epochs() && !best.exhausted(); epoch++) {
            long start = System.nanoTime();
            Sums sums = epoch(epoch);
            double trained = seconds(start);
            EpochRecord.Figures figures = held.map(b -> evaluator
                            .evaluate(b, validation.orElseThrow().labels())
                            .figures())
                    .orElse(EpochRecord.Figures.NONE);
            boolean better = held.isEmpty() || best.offer(epoch + 1, figures, replica);
            progress.accept(sums.record(epoch, settings.epochs(), figures, trained, seconds(start), better));
        }
        if (held.isEmpty()) {
            return settings.epochs();
        }
        best.weights().restore(replica);
        return best.epoch();
    }

    /** Probabilities of each image, in the order of ids, by the weights that the replica holds. */
    public double[][] predict(Images images) {
        return evaluator
                .evaluate(batches(images, Augmentation.NONE), images.labels())
                .probabilities();
    }

    /** How this training brings bytes to floats; whoever predicts must do the same. */
    public Normalisation normalisation() {
        return normalisation;
    }

    private Batches batches(Images images, Augmentation augmentation) {
        Augmenter augmenter = new Augmenter(augmentation, images.shape(), normalisation, settings.seed());
        return new Batches(images, augmenter, replica.rows(), classWeights, settings.seed());
    }

    private Sums epoch(int epoch) {
        Sums sums = new Sums();
        int[] order = batches.shuffled(epoch);
        for (int number = 0; number < batches.count(); number++) {
            sums.learningRate = settings.schedule()
                    .rate(settings.learningRate(), epoch + (double) number / batches.count(), settings.epochs());
            batches.training(batch, order, epoch, number);
            step(epoch, number, sums);
        }
        sums.images = training.size();
        return sums;
    }

    private void step(int epoch, int number, Sums sums) {
        if (settings.dropout() > 0) {
            replica.seed(Seeds.of(settings.seed(), epoch, number));
        }
        replica.forward(batch.images(), Mode.TRAIN, logits);
        double weight = 0;
        for (float w : batch.weights()) {
            weight += w;
        }
        double loss = SoftmaxCrossEntropy.gradient(logits, batch.labels(), batch.weights(), weight, gradLogits);
        refuseDivergence(loss, epoch, number, sums.learningRate);
        replica.backward(gradLogits);
        update(sums.learningRate);
        sums.add(loss, weight, right());
    }

    /** With several workers the gradients of a slice are gathered here, and the new weights of the others. */
    private void update(double learningRate) {
        Optimiser.Step step = new Optimiser.Step(++steps, learningRate);
        optimiser.update(replica.parameters(), replica.gradients(), 0, replica.parameterCount(), step);
    }

    private int right() {
        int classes = logits.length / replica.rows();
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

    private static void refuseDivergence(double loss, int epoch, int number, double learningRate) {
        if (!Double.isFinite(loss)) {
            throw new HavenException(String.format(
                    Locale.ROOT,
                    "Cannot go on training: the loss is %s in epoch %d, iteration %d, at learning rate %.3g."
                            + " Set training.learning-rate to a smaller value, a tenth for instance.",
                    loss,
                    epoch + 1,
                    number + 1,
                    learningRate));
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** What adds up over an epoch. */
    private static final class Sums {
        private double loss;
        private double weight;
        private int right;
        private int images;
        private double learningRate;

        void add(double batchLoss, double batchWeight, int batchRight) {
            loss += batchLoss;
            weight += batchWeight;
            right += batchRight;
        }

        EpochRecord record(
                int epoch, int epochs, EpochRecord.Figures figures, double trained, double all, boolean best) {
            return new EpochRecord(
                    epoch + 1,
                    epochs,
                    learningRate,
                    loss / weight,
                    (double) right / images,
                    figures,
                    images / trained,
                    all,
                    best);
        }
    }
}
