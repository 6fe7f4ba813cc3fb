package eu.havenlake.training.engine.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.settings.Optimizer;
import eu.havenlake.training.spi.Block;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimiserTest {

    private static final int COUNT = Blockwise.BLOCK + 452;
    private static final List<Block> BLOCKS = List.of(
            new Block("weight", 0, List.of(2100), Block.Kind.WEIGHT),
            new Block("bias", 2100, List.of(100), Block.Kind.BIAS),
            new Block("more", 2200, List.of(300), Block.Kind.WEIGHT));

    private final SplittableRandom random = new SplittableRandom(4);
    private final float[] parameters = floats();
    private final SettingsBuilder settings = new SettingsBuilder();

    @Test
    void sgdFollowsItsDefinition() {
        settings.weightDecay = 0.1;
        Optimiser sgd = optimiser(0, COUNT);
        double[] weights = doubles(parameters);
        double[] velocity = new double[COUNT];
        for (int step = 1; step <= 20; step++) {
            float[] gradients = floats();
            sgd.update(parameters, gradients, 0, COUNT, new Optimiser.Step(step, 0.01 * step));
            for (int i = 0; i < COUNT; i++) {
                double pull = pull(i);
                velocity[i] = 0.9 * velocity[i] + gradients[i] + pull * weights[i];
                weights[i] -= 0.01 * step * velocity[i];
            }
        }
        assertClose(weights);
    }

    @Test
    void nesterovFollowsItsDefinition() {
        settings.optimizer = Optimizer.NESTEROV;
        settings.weightDecay = 0.1;
        Optimiser nesterov = optimiser(0, COUNT);
        double[] weights = doubles(parameters);
        double[] velocity = new double[COUNT];
        for (int step = 1; step <= 20; step++) {
            float[] gradients = floats();
            nesterov.update(parameters, gradients, 0, COUNT, new Optimiser.Step(step, 0.01));
            for (int i = 0; i < COUNT; i++) {
                double gradient = gradients[i] + pull(i) * weights[i];
                velocity[i] = 0.9 * velocity[i] + gradient;
                weights[i] -= 0.01 * (0.9 * velocity[i] + gradient);
            }
        }
        assertClose(weights);
    }

    @Test
    void larsFollowsItsDefinition() {
        settings.optimizer = Optimizer.LARS;
        settings.weightDecay = 0.1;
        Optimiser lars = optimiser(0, COUNT);
        double[] weights = doubles(parameters);
        double[] velocity = new double[COUNT];
        for (int step = 1; step <= 20; step++) {
            float[] gradients = floats();
            lars.update(parameters, gradients, 0, COUNT, new Optimiser.Step(step, 5));
            double[] before = weights.clone();
            for (int i = 0; i < COUNT; i++) {
                double rate = 5 * trust(before, gradients, i);
                velocity[i] = 0.9 * velocity[i] + rate * (gradients[i] + pull(i) * before[i]);
                weights[i] -= velocity[i];
            }
        }
        assertClose(weights);
    }

    private static double trust(double[] weights, float[] gradients, int place) {
        Block block = BLOCKS.stream()
                .filter(b -> place >= b.offset() && place < b.offset() + b.length())
                .findFirst()
                .orElseThrow();
        if (!block.decays()) {
            return 1;
        }
        double ofWeights = 0;
        double ofGradients = 0;
        for (int i = block.offset(); i < block.offset() + block.length(); i++) {
            ofWeights += weights[i] * weights[i];
            ofGradients += gradients[i] * gradients[i];
        }
        return 0.001 * Math.sqrt(ofWeights) / (Math.sqrt(ofGradients) + 0.1 * Math.sqrt(ofWeights));
    }

    private static double pull(int place) {
        return place >= 2100 && place < 2200 ? 0 : 0.1;
    }

    @Test
    void originalAdamPullsThroughTheGradient() {
        settings.optimizer = Optimizer.ADAM;
        settings.weightDecay = 0.1;
        Optimiser adam = optimiser(0, COUNT);
        double[] weights = doubles(parameters);
        double[] first = new double[COUNT];
        double[] second = new double[COUNT];
        for (int step = 1; step <= 20; step++) {
            float[] gradients = floats();
            adam.update(parameters, gradients, 0, COUNT, new Optimiser.Step(step, 0.01));
            for (int i = 0; i < COUNT; i++) {
                double gradient = gradients[i] + pull(i) * weights[i];
                first[i] = 0.9 * first[i] + 0.1 * gradient;
                second[i] = 0.999 * second[i] + 0.001 * gradient * gradient;
                double mean = first[i] / (1 - Math.pow(0.9, step));
                weights[i] -= 0.01 * mean / (Math.sqrt(second[i] / (1 - Math.pow(0.999, step))) + 1e-8);
            }
        }
        assertClose(weights);
    }

    @Test
    void adamWithDecoupledDecayFollowsItsDefinition() {
        settings.optimizer = Optimizer.ADAMW;
        settings.weightDecay = 0.1;
        Optimiser adam = optimiser(0, COUNT);
        double[] weights = doubles(parameters);
        double[] first = new double[COUNT];
        double[] second = new double[COUNT];
        for (int step = 1; step <= 20; step++) {
            float[] gradients = floats();
            adam.update(parameters, gradients, 0, COUNT, new Optimiser.Step(step, 0.01));
            for (int i = 0; i < COUNT; i++) {
                first[i] = 0.9 * first[i] + 0.1 * gradients[i];
                second[i] = 0.999 * second[i] + 0.001 * gradients[i] * gradients[i];
                double mean = first[i] / (1 - Math.pow(0.9, step));
                double square = second[i] / (1 - Math.pow(0.999, step));
                double pull = pull(i);
                weights[i] -= 0.01 * (mean / (Math.sqrt(square) + 1e-8) + pull * weights[i]);
            }
        }
        assertClose(weights);
    }

    @ParameterizedTest
    @EnumSource(value = Optimizer.class, mode = EnumSource.Mode.EXCLUDE, names = "LARS")
    void slicesGiveTheSameBitsAsTheWhole(Optimizer kind) {
        settings.optimizer = kind;
        settings.weightDecay = 0.05;
        Optimiser whole = optimiser(0, COUNT);
        Optimiser left = optimiser(0, 2150);
        Optimiser right = optimiser(2150, 350);
        float[] sliced = parameters.clone();
        for (int step = 1; step <= 5; step++) {
            float[] gradients = floats();
            Optimiser.Step now = new Optimiser.Step(step, 0.01);
            whole.update(parameters, gradients, 0, COUNT, now);
            left.update(sliced, gradients, 0, 1000, now);
            left.update(sliced, gradients, 1000, 1150, now);
            right.update(sliced, gradients, 2150, 350, now);
        }
        assertThat(sliced).isEqualTo(parameters);
    }

    @Test
    void nothingOutsideTheRangeChanges() {
        float[] before = parameters.clone();
        optimiser(0, COUNT).update(parameters, floats(), 10, 5, new Optimiser.Step(1, 0.1));
        for (int i = 0; i < COUNT; i++) {
            assertThat(parameters[i] != before[i]).isEqualTo(i >= 10 && i < 15);
        }
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void anyNumberOfThreadsGivesTheSameBits(Optimizer kind) {
        settings.optimizer = kind;
        settings.weightDecay = 0.05;
        Optimiser one = optimiser(7, COUNT - 7);
        Optimiser three = optimiser(7, COUNT - 7, 3);
        float[] ofThree = parameters.clone();
        for (int step = 1; step <= 5; step++) {
            float[] gradients = floats();
            Optimiser.Step now = new Optimiser.Step(step, 0.01);
            one.update(parameters, gradients, 7, COUNT - 7, now);
            three.update(ofThree, gradients, 7, COUNT - 7, now);
        }
        assertThat(ofThree).isEqualTo(parameters);
        for (int state = 0; state < one.state().size(); state++) {
            assertThat(three.state().get(state)).isEqualTo(one.state().get(state));
        }
    }

    private Optimiser optimiser(int offset, int length) {
        return optimiser(offset, length, 1);
    }

    private Optimiser optimiser(int offset, int length, int threads) {
        return Optimiser.of(settings.build(), BLOCKS, offset, length, threads, own -> own);
    }

    private void assertClose(double[] expected) {
        for (int i = 0; i < COUNT; i++) {
            assertThat((double) parameters[i])
                    .isCloseTo(expected[i], within(2e-5 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private float[] floats() {
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }
}
