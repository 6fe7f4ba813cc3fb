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
import eu.havenlake.training.engine.settings.Selection;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Replica;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
        double[][] answers = trained.trainer().predict(held);
        double loss = 0;
        for (int i = 0; i < held.size(); i++) {
            loss -= Math.log(answers[i][held.labels()[i]]) / held.size();
        }
        assertThat(loss).isCloseTo(best.validation().loss(), within(1e-6));
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
        Architecture architecture = new Architecture(built.network(), training.shape(), 2);
        return new LinearEngine().build(architecture, lanes(built).rows(1), built.seed());
    }

    private static Network network() {
        return new Network(Network.Kind.LENET5, 0);
    }
}
