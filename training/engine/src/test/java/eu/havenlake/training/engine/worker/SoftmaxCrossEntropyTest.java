package eu.havenlake.training.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxCrossEntropyTest {

    private static final int[] LABELS = {0, 2, 1};
    private static final float[] WEIGHTS = {1, 0.5f, 2};

    @Test
    void lossOfEqualLogitsIsTheLogarithmOfTheClasses() {
        double loss = SoftmaxCrossEntropy.gradient(new float[3], new int[] {1}, new float[] {1}, 1, new float[3]);
        assertThat(loss).isCloseTo(Math.log(3), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void gradientIsTheNumericalDerivativeAlsoWithSmoothedLabels(double smoothing) {
        float[] logits = random(9);
        float[] gradient = new float[9];
        double unused = SoftmaxCrossEntropy.gradient(logits, LABELS, WEIGHTS, 3.5, smoothing, gradient);
        for (int i = 0; i < 9; i++) {
            float kept = logits[i];
            logits[i] = kept + 1e-2f;
            double above = loss(logits, smoothing);
            logits[i] = kept - 1e-2f;
            double below = loss(logits, smoothing);
            logits[i] = kept;
            assertThat((double) gradient[i]).isCloseTo((above - below) / 2e-2 / 3.5, within(1e-4));
        }
    }

    @Test
    void smoothedLabelsMakeCertaintyCostSomething() {
        float[] certain = {20, 0};
        double loss = SoftmaxCrossEntropy.gradient(certain, new int[] {0}, new float[] {1}, 1, 0.1, new float[2]);
        assertThat(loss).isCloseTo(0.05 * 20, within(1e-6));
    }

    @Test
    void rowsOfWeightZeroAddNothing() {
        float[] logits = random(6);
        float[] gradient = {9, 9, 9, 9, 9, 9};
        double both = SoftmaxCrossEntropy.gradient(logits, new int[] {0, 1}, new float[] {1, 0}, 1, gradient);
        float[] first = {logits[0], logits[1], logits[2]};
        assertThat(both)
                .isEqualTo(SoftmaxCrossEntropy.gradient(first, new int[] {0}, new float[] {1}, 1, new float[3]));
        assertThat(gradient[3] == 0 && gradient[4] == 0 && gradient[5] == 0).isTrue();
    }

    @Test
    void greatLogitsDoNotOverflow() {
        float[] gradient = new float[2];
        double loss =
                SoftmaxCrossEntropy.gradient(new float[] {1e4f, -1e4f}, new int[] {1}, new float[] {1}, 1, gradient);
        assertThat(loss).isCloseTo(2e4, within(1e-6));
        assertThat(gradient).containsExactly(1, -1);
    }

    @Test
    void notANumberIsSeenInTheLoss() {
        float[] logits = {Float.NaN, 0};
        assertThat(SoftmaxCrossEntropy.gradient(logits, new int[] {1}, new float[] {1}, 1, new float[2]))
                .isNaN();
    }

    @Test
    void probabilitiesAddUpToOne() {
        double[] row = SoftmaxCrossEntropy.probabilities(new float[] {0, 0, 1, 3}, 1, 2);
        assertThat(row[0] + row[1]).isCloseTo(1, within(1e-12));
        assertThat(row[1] / row[0]).isCloseTo(Math.exp(2), within(1e-9));
    }

    private static double loss(float[] logits, double smoothing) {
        return SoftmaxCrossEntropy.gradient(logits, LABELS, WEIGHTS, 1, smoothing, new float[9]);
    }

    private static float[] random(int count) {
        SplittableRandom random = new SplittableRandom(2);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }
}
