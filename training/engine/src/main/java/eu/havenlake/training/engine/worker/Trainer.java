package eu.havenlake.training.engine.worker;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Augmenter;
import eu.havenlake.training.engine.data.Batches;
import eu.havenlake.training.engine.data.Deck;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.optimiser.Optimiser;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The loop of one worker: flat parameters in, flat gradients out of the engine; between two steps the exchange with the
 * other workers and our optimiser on the own slice. Knows neither Spark nor which engine it drives.
 */
public final class Trainer {

    private final Replica replica;
    private final TrainingSettings settings;
    private final Exchange exchange;
    private final Images training;
    private final Deck deck;
    private final int batchesOfEpoch;
    private final Normalisation normalisation;
    private final float[] classWeights;
    private final Gradients gradients;
    private final Clip clip;
    private final Optimiser optimiser;
    private final Evaluator evaluator;
    private final Best best;
    private final MovingAverage average;
    private final List<Block> frozen;
    private int firstEpoch;
    private int firstIteration;

    /**
     * Measures the training images together with the other workers, who must do the same.
     *
     * @param training the worker's own images to fit
     * @param lanes how the images of all workers are dealt to batches
     */
    public Trainer(Replica replica, Images training, Lanes lanes, Exchange exchange, TrainingSettings settings) {
        int classes = replica.architecture().classes();
        this.replica = replica;
        this.settings = settings;
        this.exchange = exchange;
        this.training = training;
        this.deck = new Deck(lanes, training, exchange.worker(), exchange.workers());
        this.batchesOfEpoch = lanes.batches();
        this.normalisation = Normalisation.of(exchange.sum(Normalisation.histogram(training)));
        this.classWeights = ClassBalance.weights(
                settings.classWeights(), exchange.sum(ClassBalance.counts(training.labels(), classes)));
        this.gradients =
                new Gradients(replica, batches(training, settings.augmentation()), settings, exchange.worker());
        this.clip = new Clip(settings.clip(), exchange);
        int length = replica.parameterCount();
        Map<Boolean, List<Block>> blocks =
                replica.blocks().stream().collect(Collectors.partitioningBy(settings.start()::freezes));
        this.frozen = blocks.get(true);
        this.optimiser = Optimiser.of(
                settings,
                blocks.get(false),
                exchange.from(length),
                exchange.length(length),
                replica.threads(),
                exchange::sum);
        this.average = new MovingAverage(settings.weightAverage(), replica.parameters(), exchange);
        this.evaluator = new Evaluator(replica, LossFunction.of(settings.loss(), 0));
        this.best = new Best(settings.selection(), settings.patience(), exchange);
    }

    /**
     * Trains until the last epoch, or until the validation figure has not improved for too long; then the replica holds
     * the best weights (without a validation part: the last).
     *
     * @param validation the worker's own share of it; absent where there is no such part at all
     * @param progress receives a record after each evaluation
     * @return the number of the epoch in which the weights that are kept were found
     * @throws HavenException if the loss is not a number any more
     */
    public int train(Optional<Images> validation, Consumer<EpochRecord> progress) {
        for (int epoch = firstEpoch; epoch < settings.epochs() && !best.exhausted(); epoch++) {
            List<int[]> order = deck.shuffled(epoch);
            for (int from = firstIteration; from < batchesOfEpoch && !best.exhausted(); from = next(from)) {
                progress.accept(round(order, epoch, from, validation));
            }
            firstIteration = 0;
        }
        if (validation.isEmpty()) {
            average.swap();
            return settings.epochs();
        }
        best.restore(replica);
        return best.epoch();
    }

    /** The iteration before which the next evaluation comes. */
    private int next(int iteration) {
        int every = settings.evaluateEvery() > 0 ? settings.evaluateEvery() : batchesOfEpoch;
        return Math.min(batchesOfEpoch, (iteration / every + 1) * every);
    }

    /** Trains up to the next evaluation, and evaluates. */
    private EpochRecord round(List<int[]> order, int epoch, int from, Optional<Images> validation) {
        long start = System.nanoTime();
        int until = next(from);
        Sums sums = new Sums(exchange.workers());
        for (int number = from; number < until; number++) {
            StepEvent event = new StepEvent();
            event.begin(epoch, number, exchange.worker());
            Sums.Idle before = sums.idle();
            Sums.Step own = gradients.of(order.get(number), epoch, number, sums);
            if (number + 1 < until) {
                gradients.prepare(order.get(number + 1), epoch);
            }
            update(epoch, number, own, sums);
            event.end(own, sums, before);
        }
        refuseBrokenWeights(epoch, until - 1);
        double trained = seconds(start);
        average.swap();
        averageStatistics();
        EpochRecord.Figures figures = validation.map(this::figures).orElse(EpochRecord.Figures.NONE);
        Sums.Moment moment = new Sums.Moment(epoch, settings.epochs(), until, batchesOfEpoch, rate(epoch, until - 1));
        boolean better = validation.isEmpty() || best.offer(moment.trained(), figures, replica);
        average.swap();
        return sums.record(moment, figures, trained, seconds(start), better);
    }

    /** Probabilities of each image, in the order of positions, by the weights that the replica holds. */
    public double[][] predict(Images images) {
        return evaluator.evaluate(batches(images, Augmentation.NONE), images).probabilities();
    }

    /** How this training brings bytes to floats; whoever predicts must do the same. */
    public Normalisation normalisation() {
        return normalisation;
    }

    /** What this worker must store so that the training can go on from here. */
    public List<Section> sections() {
        return Sections.of(exchange, replica, optimiser, average, best.kept());
    }

    /**
     * Goes on where another training stood.
     *
     * @param epochs that it had evaluated; not none
     * @param validated whether there is a validation part
     * @param stored the sections of all its workers
     */
    public void resume(List<EpochRecord> epochs, boolean validated, Stored stored) {
        Sections.restore(stored, exchange, replica, optimiser);
        Sections.average(stored, exchange, replica, average);
        if (validated) {
            best.resume(epochs, Sections.best(stored, replica));
        }
        EpochRecord last = epochs.getLast();
        boolean whole = last.iteration() == last.iterations();
        firstEpoch = whole ? last.epoch() : last.epoch() - 1;
        firstIteration = whole ? 0 : last.iteration();
    }

    private Batches batches(Images images, Augmentation augmentation) {
        Augmenter augmenter = new Augmenter(augmentation, images.shape(), normalisation, settings.seed());
        return new Batches(images, augmenter, replica.rows(), classWeights);
    }

    private EpochRecord.Figures figures(Images own) {
        int classes = replica.architecture().classes();
        Answers answers = evaluator.evaluate(batches(own, Augmentation.NONE), own);
        return Answers.merged(exchange.gather(answers.encoded(classes)), classes)
                .figures(classes);
    }

    /** Each worker's batch normalisations have seen its own images only. */
    private void averageStatistics() {
        if (exchange.workers() > 1 && replica.statisticsCount() > 0) {
            float[] statistics = new float[replica.statisticsCount()];
            replica.readStatistics(statistics);
            replica.writeStatistics(Statistics.mean(exchange.gather(Statistics.note(statistics, training.size()))));
        }
    }

    private double rate(int epoch, int number) {
        return settings.schedule()
                .rate(settings.learningRate(), epoch + (double) number / batchesOfEpoch, settings.epochs());
    }

    private void update(int epoch, int number, Sums.Step own, Sums sums) {
        long start = System.nanoTime();
        double loss = sums.add(exchange.average(gradients.mean(), own.note()));
        sums.exchanged(seconds(start));
        double rate = rate(epoch, number);
        refuseDivergence(loss, epoch, number, rate);
        clearFrozen(gradients.mean());
        clip.apply(gradients.mean());
        Optimiser.Step step = new Optimiser.Step((long) epoch * batchesOfEpoch + number + 1, rate);
        int length = replica.parameterCount();
        optimiser.update(replica.parameters(), gradients.mean(), exchange.from(length), exchange.length(length), step);
        if (average.kept()) {
            average.add(step.number());
        }
        long changed = System.nanoTime();
        exchange.share(replica.parameters());
        sums.exchanged(seconds(changed));
    }

    /** In the own slice only: peers may still fetch theirs. */
    private void clearFrozen(float[] gradient) {
        int from = exchange.from(gradient.length);
        int until = from + exchange.length(gradient.length);
        for (Block block : frozen) {
            int first = Math.max(from, block.offset());
            Arrays.fill(gradient, first, Math.max(first, Math.min(until, block.end())), 0);
        }
    }

    /** The loss tells it a step later only, when they may be in a checkpoint already. */
    private void refuseBrokenWeights(int epoch, int number) {
        int from = exchange.from(replica.parameterCount());
        int until = from + exchange.length(replica.parameterCount());
        long broken = IntStream.range(from, until)
                .filter(i -> !Float.isFinite(replica.parameters()[i]))
                .count();
        double all = exchange.sum(broken)[0];
        if (all > 0) {
            throw new HavenException(String.format(
                    Locale.ROOT,
                    "Cannot go on training: %,.0f weights are no numbers any more after epoch %d, iteration %d, at learning rate %.3g."
                            + " Set training.learning-rate to a smaller value, a tenth for instance.",
                    all,
                    epoch + 1,
                    number + 1,
                    rate(epoch, number)));
        }
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
}
