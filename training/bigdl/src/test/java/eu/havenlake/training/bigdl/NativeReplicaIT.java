package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.Batches.architecture;
import static eu.havenlake.training.bigdl.Batches.distance;
import static eu.havenlake.training.bigdl.Batches.dot;
import static eu.havenlake.training.bigdl.Batches.images;
import static eu.havenlake.training.bigdl.Batches.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeReplicaIT {
    private static final int ROWS = 4;
    private static final Architecture LENET = architecture("lenet5", 1, 28, 10);
    private static final Architecture RESNET = architecture("resnet18", 3, 32, 5);

    private final Engine engine = new BigDlEngineFactory().open(2);

    @ParameterizedTest
    @CsvSource({
        "lenet5,   1, 28,   10,    61706,    0", // LeCun et al. 1998
        "lenet5,   3, 28,   10,    62006,    0",
        "resnet18, 3, 64, 1000, 11689512, 9600", // He et al. 2016, as torchvision counts
        "resnet18, 1, 97,    2, 11171266, 9600",
        "resnet34, 3, 64, 1000, 21797672, 17024",
        "resnet50, 3, 64, 1000, 25557032, 53120",
    })
    void hasThePublishedNumberOfParameters(
            String network, int channels, int side, int classes, int parameters, int statistics) {
        try (Replica replica = engine.build(architecture(network, channels, side, classes), 1, 1)) {
            assertThat(replica.parameterCount()).isEqualTo(parameters);
            assertThat(replica.gradients()).hasSize(parameters);
            assertThat(replica.statisticsCount()).isEqualTo(statistics);
        }
    }

    @Test
    void blocksTileTheParametersUnderUniqueNames() {
        try (Replica replica = engine.build(RESNET, 1, 1)) {
            int end = 0;
            for (Block block : replica.blocks()) {
                assertThat(block.offset()).isEqualTo(end);
                end += block.length();
            }
            assertThat(end).isEqualTo(replica.parameterCount());
            assertThat(replica.blocks()).extracting(Block::name).doesNotHaveDuplicates();
            assertThat(replica.blocks())
                    .filteredOn(block -> block.kind() == Block.Kind.SCALE)
                    .hasSize(20);
        }
    }

    @Test
    void gradientIsTheSlopeOfTheLoss() {
        try (Replica replica = engine.build(LENET, ROWS, 3)) {
            float[] images = images(LENET, ROWS);
            float[] gradLogits = normal(ROWS * LENET.classes(), 2);
            forward(replica, images, Mode.TRAIN);
            replica.backward(gradLogits);
            float[] direction = normal(replica.parameterCount(), 3);
            double slope = dot(replica.gradients(), direction);

            double step = 1e-4;
            double above = lossAt(replica, direction, step, images, gradLogits);
            double below = lossAt(replica, direction, -2 * step, images, gradLogits);

            assertThat((above - below) / (2 * step)).isCloseTo(slope, within(0.01 * Math.abs(slope)));
        }
    }

    private static double lossAt(Replica replica, float[] direction, double step, float[] images, float[] gradLogits) {
        add(replica, direction, step);
        return dot(forward(replica, images, Mode.TRAIN), gradLogits);
    }

    @Test
    void rowsOfZeroGradientAddNothing() {
        try (Replica replica = engine.build(LENET, ROWS, 3)) {
            float[] images = images(LENET, ROWS);
            float[] gradLogits = normal(ROWS * LENET.classes(), 2);
            float[] all = gradients(replica, images, gradLogits);
            float[] firstHalf = gradients(replica, images, onlyRows(gradLogits, 0, 2));
            float[] otherHalf = gradients(replica, images, onlyRows(gradLogits, 2, 4));

            for (int i = 0; i < firstHalf.length; i++) {
                firstHalf[i] += otherHalf[i];
            }
            assertThat(distance(firstHalf, all)).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"lenet5, 1, 28", "resnet18, 3, 32"})
    void evaluationSeesWeightsThatWereChangedInPlace(String network, int channels, int side) {
        var architecture = architecture(network, channels, side, 5);
        try (Replica replica = engine.build(architecture, ROWS, 3)) {
            float[] images = images(architecture, ROWS);
            float[] before = forward(replica, images, Mode.EVALUATE);
            assertThat(forward(replica, images, Mode.EVALUATE)).isEqualTo(before);

            Block last = replica.blocks().getLast();
            Arrays.fill(replica.parameters(), last.offset(), last.offset() + last.length(), 2);
            float[] shifted = forward(replica, images, Mode.EVALUATE);

            for (int i = 0; i < before.length; i++) {
                assertThat(shifted[i] - before[i]).isCloseTo(2, within(1e-3f));
            }
        }
    }

    @Test
    void statisticsStartAtMeanZeroAndVarianceOneAndComeBackAsWritten() {
        try (Replica replica = engine.build(RESNET, ROWS, 3)) {
            float[] start = statistics(replica);
            assertThat(Arrays.copyOf(start, 128)).startsWith(0f, 0f).endsWith(1f, 1f);

            float[] written = normal(start.length, 4);
            replica.writeStatistics(written);

            assertThat(distance(statistics(replica), written)).isLessThan(1e-6);
        }
    }

    @Test
    void statisticsFollowBatchesWithMomentumOneTenthAndNotEvaluations() {
        try (Replica replica = engine.build(RESNET, ROWS, 3)) {
            float[] images = images(RESNET, ROWS);
            forward(replica, images, Mode.TRAIN);
            float[] once = statistics(replica);
            forward(replica, images, Mode.EVALUATE);
            assertThat(statistics(replica)).isEqualTo(once);

            forward(replica, images, Mode.TRAIN);

            float[] twice = statistics(replica);
            for (int mean = 0; mean < 64; mean++) {
                float batch = once[mean] / 0.1f;
                assertThat(twice[mean]).isCloseTo(0.9f * once[mean] + 0.1f * batch, within(1e-5f));
            }
        }
    }

    @Test
    void evaluationUsesTheStatistics() {
        try (Replica replica = engine.build(RESNET, ROWS, 3)) {
            float[] images = images(RESNET, ROWS);
            float[] before = forward(replica, images, Mode.EVALUATE);
            float[] statistics = statistics(replica);
            Arrays.fill(statistics, 64, 128, 4);
            replica.writeStatistics(statistics);

            assertThat(distance(forward(replica, images, Mode.EVALUATE), before))
                    .isGreaterThan(0.01);
        }
    }

    /** To first order; at 1e-4 the curvature of the batch normalisations takes away less than a hundredth. */
    @Test
    void aSmallStepOfResnetGainsWhatItsGradientPromises() {
        var architecture = architecture("resnet18", 3, 64, 5);
        try (Replica replica = engine.build(architecture, 16, 3)) {
            float[] images = images(architecture, 16);
            double step = 1e-4;
            double before = descend(replica, images, step);
            double promised = step * dot(replica.gradients(), replica.gradients());
            double after = loss(forward(replica, images, Mode.TRAIN));

            assertThat(replica.blocks()).allMatch(block -> share(replica.gradients(), block) > 0);
            assertThat(before - after).isCloseTo(promised, within(0.03 * promised));
        }
    }

    @Test
    void descentReducesTheLoss() {
        var architecture = architecture("resnet18", 3, 64, 5);
        try (Replica replica = engine.build(architecture, ROWS, 3)) {
            float[] images = images(architecture, ROWS);
            double first = descend(replica, images, 1e-3);
            double last = first;
            for (int step = 0; step < 5; step++) {
                last = descend(replica, images, 1e-3);
            }
            assertThat(last).isLessThan(first / 2);
        }
    }

    @Test
    void sameSeedGivesTheSameWeightsAfterTraining() {
        assertThat(trained(5)).isEqualTo(trained(5)).isNotEqualTo(trained(6));
    }

    private float[] trained(long seed) {
        try (Replica replica = engine.build(RESNET, ROWS, seed)) {
            for (int step = 0; step < 3; step++) {
                descend(replica, images(RESNET, ROWS), 1e-3);
            }
            return replica.parameters().clone();
        }
    }

    @Test
    void dropoutRepeatsWithItsSeedAndIsAbsentInEvaluation() {
        var architecture = new Architecture(LENET.network().withDropout(0.5), LENET.input(), LENET.classes());
        try (Replica replica = engine.build(architecture, ROWS, 3);
                Replica plain = engine.build(LENET, ROWS, 3)) {
            float[] images = images(architecture, ROWS);
            replica.seed(1);
            float[] one = forward(replica, images, Mode.TRAIN);
            float[] two = forward(replica, images, Mode.TRAIN);
            replica.seed(1);

            assertThat(forward(replica, images, Mode.TRAIN)).isEqualTo(one).isNotEqualTo(two);
            assertThat(distance(forward(replica, images, Mode.EVALUATE), forward(plain, images, Mode.EVALUATE)))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void arraysOfAnotherLengthNeverReachNativeCode() {
        try (Replica replica = engine.build(LENET, ROWS, 3)) {
            float[] images = images(LENET, ROWS);
            float[] logits = new float[ROWS * LENET.classes()];
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> replica.forward(images(LENET, ROWS - 1), Mode.TRAIN, logits))
                    .withMessageContaining("2352 values for the images: exactly 3136");
            assertThatIllegalArgumentException().isThrownBy(() -> replica.forward(images, Mode.TRAIN, new float[39]));
            replica.forward(images, Mode.TRAIN, logits);
            assertThatIllegalArgumentException().isThrownBy(() -> replica.backward(new float[41]));
            assertThatIllegalArgumentException().isThrownBy(() -> replica.readStatistics(new float[1]));
            assertThatIllegalArgumentException().isThrownBy(() -> replica.writeStatistics(new float[1]));
        }
    }

    @Test
    void gradientsNeedATrainingPassBefore() {
        try (Replica replica = engine.build(LENET, ROWS, 3)) {
            forward(replica, images(LENET, ROWS), Mode.EVALUATE);
            assertThatIllegalStateException()
                    .isThrownBy(() -> replica.backward(new float[ROWS * LENET.classes()]))
                    .withMessageContaining("TRAIN");
        }
    }

    @Test
    void closedReplicaIsRefusedAndClosesTwice() {
        Replica replica = engine.build(LENET, ROWS, 3);
        replica.close();
        replica.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> forward(replica, images(LENET, ROWS), Mode.TRAIN))
                .withMessageContaining("closed");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> engine.build(LENET, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BigDlEngineFactory().open(0));
    }

    /** One step down the loss; returns the loss before it. */
    private static double descend(Replica replica, float[] images, double step) {
        float[] logits = forward(replica, images, Mode.TRAIN);
        float[] gradLogits = logits.clone();
        for (int i = 0; i < gradLogits.length; i++) {
            gradLogits[i] /= gradLogits.length;
        }
        replica.backward(gradLogits);
        add(replica, replica.gradients(), -step);
        return loss(logits);
    }

    private static double share(float[] values, Block block) {
        float[] part = Arrays.copyOfRange(values, block.offset(), block.offset() + block.length());
        return dot(part, part);
    }

    /** Half the mean squared logit. */
    private static double loss(float[] logits) {
        return dot(logits, logits) / 2 / logits.length;
    }

    private static void add(Replica replica, float[] direction, double factor) {
        for (int i = 0; i < direction.length; i++) {
            replica.parameters()[i] += (float) (factor * direction[i]);
        }
    }

    private static float[] gradients(Replica replica, float[] images, float[] gradLogits) {
        forward(replica, images, Mode.TRAIN);
        replica.backward(gradLogits);
        return replica.gradients().clone();
    }

    private static float[] onlyRows(float[] values, int from, int to) {
        float[] kept = new float[values.length];
        int width = values.length / ROWS;
        System.arraycopy(values, from * width, kept, from * width, (to - from) * width);
        return kept;
    }

    private static float[] forward(Replica replica, float[] images, Mode mode) {
        float[] logits = new float[replica.rows() * replica.architecture().classes()];
        replica.forward(images, mode, logits);
        return logits;
    }

    private static float[] statistics(Replica replica) {
        float[] statistics = new float[replica.statisticsCount()];
        replica.readStatistics(statistics);
        return statistics;
    }
}
