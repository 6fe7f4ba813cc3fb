package eu.havenlake.training.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankedProbabilityTest {

    private static final int[] LABELS = {0, 3, 1};
    private static final float[] WEIGHTS = {1, 0.5f, 2};

    @Test
    void scoreOfEqualProbabilitiesIsTheMeanSquareOverTheBorders() {
        // Below the two borders lie 1/3 and 2/3 of the probability, where all of it should.
        assertThat(loss(new float[3], 0)).isCloseTo((4 / 9.0 + 1 / 9.0) / 2, within(1e-12));
    }

    @Test
    void aGradeFartherOffIsWorse() {
        assertThat(loss(new float[] {50, 0, 0}, 0)).isCloseTo(0, within(1e-12));
        assertThat(loss(new float[] {0, 50, 0}, 0)).isCloseTo(0.5, within(1e-12));
        assertThat(loss(new float[] {0, 0, 50}, 0)).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void gradientIsTheNumericalDerivative(double smoothing) {
        SplittableRandom random = new SplittableRandom(5);
        float[] logits = new float[12];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        RankedProbability function = new RankedProbability(smoothing);
        float[] gradient = new float[12];
        double unused = function.gradient(logits, LABELS, WEIGHTS, 3.5, gradient);
        for (int i = 0; i < logits.length; i++) {
            float kept = logits[i];
            logits[i] = kept + 1e-2f;
            double above = function.gradient(logits, LABELS, WEIGHTS, 1, new float[12]);
            logits[i] = kept - 1e-2f;
            double below = function.gradient(logits, LABELS, WEIGHTS, 1, new float[12]);
            logits[i] = kept;
            assertThat((double) gradient[i]).isCloseTo((above - below) / 2e-2 / 3.5, within(1e-4));
        }
    }

    private static double loss(float[] logits, int label) {
        return new RankedProbability(0)
                .gradient(logits, new int[] {label}, new float[] {1}, 1, new float[logits.length]);
    }
}
