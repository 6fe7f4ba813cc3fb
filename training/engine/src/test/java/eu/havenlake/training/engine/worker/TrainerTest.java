package eu.havenlake.training.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.fixture.LinearEngine;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.settings.ClassWeights;
import eu.havenlake.training.engine.settings.Clipping;
import eu.havenlake.training.engine.settings.Optimizer;
import eu.havenlake.training.engine.settings.Selection;
import eu.havenlake.training.engine.settings.Start;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Replica;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

    private final SettingsBuilder settings = new SettingsBuilder();
    private final Images training = Discs.images(60, 16, 1);
    private final Images held = Discs.images(40, 16, 1000);
    private final List<EpochRecord> epochs = new ArrayList<>();

    @Test
    void learnsToTellLeftFromRight() {
        Trained trained = train(settings.build());
        double[][] answers = trained.trainer().predict(held);
        long right = IntStream.range(0, held.size())
                .filter(i -> Answers.greatest(answers[i]) == held.labels()[i])
                .count();
        assertThat(right).isGreaterThan(36);
        assertThat(epochs).hasSize(4);
        assertThat(epochs.getLast().trainingLoss()).isLessThan(epochs.getFirst().trainingLoss());
        assertThat(epochs.getLast().validation().rocAuc()).isGreaterThan(0.95);
    }

    @Test
    void sameSeedGivesTheSameWeights() {
        float[] first = train(settings.build()).replica().parameters();
        assertThat(train(settings.build()).replica().parameters()).isEqualTo(first);
        settings.seed = 2;
        assertThat(train(settings.build()).replica().parameters()).isNotEqualTo(first);
    }

    @Test
    void weightsOfTheBestEpochAreKept() {
        settings.learningRate = 3;
        settings.epochs = 8;
        settings.selection = Selection.LOSS;
        Trained trained = train(settings.build());
        EpochRecord best = epochs.stream()
                .min(Comparator.comparingDouble(e -> e.validation().loss()))
                .orElseThrow();
        assertThat(trained.bestEpoch()).isEqualTo(best.epoch()).isLessThan(8);
        assertThat(lossOn(held, trained.trainer())).isCloseTo(best.validation().loss(), within(1e-6));
    }

    private static double lossOn(Images images, Trainer trainer) {
        double[][] answers = trainer.predict(images);
        double loss = 0;
        for (int i = 0; i < images.size(); i++) {
            loss -= Math.log(answers[i][images.labels()[i]]) / images.size();
        }
        return loss;
    }

    @Test
    void endsEarlyWhenNothingImproves() {
        settings.learningRate = 3;
        settings.epochs = 50;
        settings.patience = 3;
        Trained trained = train(settings.build());
        assertThat(epochs).hasSizeLessThan(50);
        assertThat(epochs.getLast().epoch()).isEqualTo(trained.bestEpoch() + 3);
    }

    @Test
    void withoutValidationTheLastWeightsAreKept() {
        settings.validation = 0;
        Replica replica = replica(settings.build());
        int best = trainer(replica, settings.build()).train(Optional.empty(), epochs::add);
        assertThat(best).isEqualTo(4);
        assertThat(epochs.getLast().validation().loss()).isNaN();
    }

    @Test
    void fillerRowsDoNotChangeTheResult() {
        // 60 rows hold the 60 images without filler, a batch size of 90 is cut to them, a replica of 77 rows has 17
        // fillers.
        settings.batch = 60;
        settings.epochs = 1;
        float[] whole = train(settings.build()).replica().parameters().clone();
        settings.batch = 90;
        assertThat(train(settings.build()).replica().parameters()).isEqualTo(whole);
        float[] filled = filledStep();
        for (int i = 0; i < whole.length; i++) {
            assertThat(filled[i]).isCloseTo(whole[i], within(1e-5f));
        }
    }

    private float[] filledStep() {
        Replica wide = new LinearEngine().build(new Architecture(network(), training.shape(), 2), 77, 1);
        trainer(wide, settings.build()).train(Optional.empty(), epochs::add);
        return wide.parameters();
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void frozenTensorsStayAsTheyAre(Optimizer optimizer) {
        settings.optimizer = optimizer;
        settings.weightDecay = 0.1;
        settings.clip = new Clipping(0, 1);
        settings.start = new Start("", false, List.of("logits.weight"));
        Replica replica = replica(settings.build());
        Arrays.fill(replica.parameters(), 0.01f);
        Block weight = replica.blocks().getFirst();
        Block bias = replica.blocks().getLast();
        int unused = trainer(replica, settings.build()).train(Optional.of(held), epochs::add);
        assertThat(Arrays.copyOfRange(replica.parameters(), weight.offset(), weight.end()))
                .containsOnly(0.01f);
        assertThat(Arrays.copyOfRange(replica.parameters(), bias.offset(), bias.end()))
                .doesNotContain(0.01f);
    }

    @Test
    void evaluationsWithinAnEpochDoNotChangeWhatIsLearnt() {
        settings.validation = 0;
        Replica whole = replica(settings.build());
        int unused = trainer(whole, settings.build()).train(Optional.empty(), epochs::add);
        epochs.clear();
        settings.evaluateEvery = 3;
        Replica parts = replica(settings.build());
        int alsoUnused = trainer(parts, settings.build()).train(Optional.empty(), epochs::add);
        assertThat(parts.parameters()).isEqualTo(whole.parameters());
        assertThat(epochs.stream().limit(4).map(EpochRecord::place))
                .containsExactly(
                        "epoch 1, iteration 3 of 8",
                        "epoch 1, iteration 6 of 8",
                        "epoch 1",
                        "epoch 2, iteration 3 of 8");
        assertThat(epochs.getLast().steps()).isEqualTo(4 * 8);
    }

    @Test
    void everyStepIsAnEventOfFlightRecorder(@TempDir Path folder) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable(StepEvent.class);
            recording.start();
            int unused = train(settings.build()).bestEpoch();
            recording.stop();
            recording.dump(folder.resolve("training.jfr"));
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(folder.resolve("training.jfr"));
        assertThat(events).hasSize(4 * 8).allSatisfy(event -> {
            assertThat(event.getEventType().getName()).isEqualTo("eu.havenlake.TrainingStep");
            assertThat(event.getDuration("computing")).isPositive().isLessThanOrEqualTo(event.getDuration());
        });
        assertThat(events.getLast().getInt("epoch")).isEqualTo(4);
        assertThat(events.getLast().getInt("iteration")).isEqualTo(8);
        assertThat(events.stream()
                        .limit(8)
                        .mapToInt(event -> event.getInt("images"))
                        .sum())
                .isEqualTo(training.size());
    }

    /** The gradient of the linear layer's offsets is the mean of what the loss gives for the logits. */
    @Test
    void aDumpedStepHoldsWhatThePassSawAndComputed(@TempDir Path folder) throws IOException {
        settings.dumpStep = folder.resolve("dump").toString();
        int unused = train(settings.build()).bestEpoch();
        Path dump = folder.resolve("dump/worker-00000");
        float[] logits = floats(dump.resolve("logits"));
        float[] weights = floats(dump.resolve("weights"));
        ByteBuffer labels =
                ByteBuffer.wrap(Files.readAllBytes(dump.resolve("labels"))).order(ByteOrder.LITTLE_ENDIAN);
        double expected = 0;
        double total = 0;
        for (int row = 0; row < weights.length; row++) {
            double right = labels.getInt(4 * row) == 0 ? 1 : 0;
            expected += weights[row] * (SoftmaxCrossEntropy.probabilities(logits, row, 2)[0] - right);
            total += weights[row];
        }
        float[] gradient = floats(dump.resolve("gradient"));
        assertThat((double) gradient[gradient.length - 2]).isCloseTo(expected / total, within(1e-6));
        assertThat(floats(dump.resolve("images"))).hasSize(weights.length * 256);
        assertThat(floats(dump.resolve("parameters"))).hasSize(gradient.length);
        assertThat(dump.resolve("step.json")).content().contains("\"classes\":2", "logits.weight");
    }

    private static float[] floats(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        float[] values = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Test
    void patienceCountsEpochsAlsoWhereThereAreSeveralEvaluationsInOne() {
        settings.learningRate = 3;
        settings.epochs = 50;
        settings.patience = 2;
        settings.evaluateEvery = 2;
        Trained trained = train(settings.build());
        EpochRecord best = epochs.stream().filter(EpochRecord::best).toList().getLast();
        assertThat(trained.bestEpoch()).isEqualTo(best.epoch());
        assertThat(epochs.getLast().trained()).isEqualTo(best.trained() + 2);
    }

    /** A validation does not change what is learnt, so a training without one ends with the average to expect. */
    @Test
    void averagedWeightsAreWhatIsValidatedAndKept() {
        // So slow that weights still move at the end.
        settings.learningRate = 1e-4;
        settings.epochs = 2;
        settings.validation = 0;
        double ofLast = lossWithoutValidation(0);
        double ofAverage = lossWithoutValidation(0.9);
        assertThat(Math.abs(ofAverage - ofLast)).isGreaterThan(1e-4);
        settings.weightAverage = 0.9;
        settings.validation = 0.2;
        Trained trained = train(settings.build());
        assertThat(epochs.getLast().validation().loss()).isCloseTo(ofAverage, within(1e-6));
        assertThat(lossOn(held, trained.trainer()))
                .isCloseTo(epochs.get(trained.bestEpoch() - 1).validation().loss(), within(1e-6));
    }

    private double lossWithoutValidation(double average) {
        settings.weightAverage = average;
        Trainer trainer = trainer(replica(settings.build()), settings.build());
        int unused = trainer.train(Optional.empty(), epochs::add);
        return lossOn(held, trainer);
    }

    @Test
    void aHeavierImagePullsTheAnswerToItsClass() {
        double[] light = answerOfTheMean(1);
        double[] heavy = answerOfTheMean(20);
        assertThat(heavy[0]).isGreaterThan(light[0] + 0.1);
    }

    /** Trained on images of which those of class 0 weigh that much. */
    private double[] answerOfTheMean(float weight) {
        Images weighted = new Images(
                training.shape(),
                Discs.list(60, 16, 1).stream()
                        .map(i -> new Images.Image(
                                i.id(), i.donor(), i.label(), i.label() == 0 ? weight : 1, i.position(), new byte[256]))
                        .toList());
        Replica replica = replica(settings.build());
        Trainer trainer = new Trainer(replica, weighted, lanes(settings.build()), Exchange.alone(), settings.build());
        int unused = trainer.train(Optional.empty(), epochs::add);
        return trainer.predict(weighted)[0];
    }

    @Test
    void balancedWeightsMakeClassesCountTheSame() {
        float[] weights =
                ClassBalance.weights(ClassWeights.BALANCED, ClassBalance.counts(new int[] {0, 0, 0, 1, 3, 3}, 4));
        assertThat(weights).containsExactly(6f / 9, 2, 0, 1);
        assertThat(ClassBalance.weights(ClassWeights.NONE, new double[] {1, 2})).containsExactly(1, 1);
    }

    @Test
    void aLossThatIsNotANumberStopsWithEpochIterationAndRate() {
        settings.learningRate = 1e38;
        settings.epochs = 3;
        assertThatThrownBy(() -> train(settings.build()))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("in epoch 1, iteration ")
                .hasMessageContaining("at learning rate 1.00e+38")
                .hasMessageContaining("Set training.learning-rate to a smaller value");
    }

    /** Of the last step no further loss would tell. */
    @Test
    void weightsThatAreNoNumbersAreNeverHandedOn() {
        settings.learningRate = 1e39;
        settings.epochs = 1;
        settings.batch = 60;
        assertThatThrownBy(() -> train(settings.build()))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("weights are no numbers any more after epoch 1, iteration 1")
                .hasMessageContaining("Set training.learning-rate to a smaller value");
        assertThat(epochs).as("what would be stored in a checkpoint").isEmpty();
    }

    private record Trained(Trainer trainer, Replica replica, int bestEpoch) {}

    private Trained train(TrainingSettings built) {
        Replica replica = replica(built);
        Trainer trainer = trainer(replica, built);
        epochs.clear();
        return new Trained(trainer, replica, trainer.train(Optional.of(held), epochs::add));
    }

    private Trainer trainer(Replica replica, TrainingSettings built) {
        return new Trainer(replica, training, lanes(built), Exchange.alone(), built);
    }

    private Lanes lanes(TrainingSettings built) {
        return Lanes.of(training.size(), built.batch(), built.seed());
    }

    private Replica replica(TrainingSettings built) {
        Architecture architecture = new Architecture(built.network(ModelFile.NONE), training.shape(), 2);
        return new LinearEngine().build(architecture, lanes(built).rows(1), built.seed());
    }

    private static Network network() {
        return new Network(Network.Kind.LENET5, 0);
    }
}
