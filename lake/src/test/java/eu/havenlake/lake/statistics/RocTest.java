package eu.havenlake.lake.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RocTest {

    @Test
    void areaOfAWorkedExample() {
        // Pairs (positive, negative): 0.35 wins one of two, 0.8 wins both: 3 of 4.
        assertThat(Roc.auc(new boolean[] {false, false, true, true}, new double[] {0.1, 0.4, 0.35, 0.8}))
                .isEqualTo(0.75);
    }

    @Test
    void tiesCountHalf() {
        assertThat(Roc.auc(new boolean[] {true, false}, new double[] {0.5, 0.5}))
                .isEqualTo(0.5);
        assertThat(Roc.auc(new boolean[] {true, false, false}, new double[] {0.5, 0.5, 0.1}))
                .isEqualTo(0.75);
    }

    @Test
    void areaIsNotDefinedWithOneClass() {
        assertThat(Roc.auc(new boolean[] {true, true}, new double[] {0.5, 0.1})).isNaN();
        assertThat(Roc.curve(new boolean[] {true, true}, new double[] {0.5, 0.1}))
                .isEmpty();
    }

    @Test
    void areaEqualsTheCountOverAllPairs() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 50; round++) {
            int n = 2 + random.nextInt(40);
            boolean[] positive = new boolean[n];
            double[] scores = new double[n];
            for (int i = 0; i < n; i++) {
                positive[i] = random.nextInt(3) == 0;
                scores[i] = random.nextInt(8) / 8.0;
            }
            positive[0] = true;
            positive[1] = false;
            assertThat(Roc.auc(positive, scores)).isCloseTo(byPairs(positive, scores), within(1e-12));
            assertThat(trapezoids(Roc.curve(positive, scores))).isCloseTo(byPairs(positive, scores), within(1e-12));
        }
    }

    @Test
    void rowsMayRepeat() {
        boolean[] positive = {true, false, false};
        double[] scores = {0.5, 0.9, 0.1};
        assertThat(Roc.auc(positive, scores, new int[] {0, 1, 2, 2})).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void curveHasOnePointForEachScore() {
        List<Roc.Point> curve = Roc.curve(new boolean[] {true, false, true, false}, new double[] {0.9, 0.6, 0.6, 0.2});
        assertThat(curve)
                .containsExactly(
                        new Roc.Point(Double.POSITIVE_INFINITY, 0, 0),
                        new Roc.Point(0.9, 0, 0.5),
                        new Roc.Point(0.6, 0.5, 1),
                        new Roc.Point(0.2, 1, 1));
    }

    @Test
    void severalClassesAreAveragedOneAgainstTheRest() {
        int[] labels = {0, 1, 2, 0};
        double[][] probabilities = {{0.6, 0.3, 0.1}, {0.5, 0.3, 0.2}, {0.3, 0.3, 0.4}, {0.4, 0.5, 0.1}};
        // Class 0: pairs 0.6 > 0.5, 0.6 > 0.3, 0.4 < 0.5, 0.4 > 0.3: 3/4. Class 1: 0.3 against 0.3, 0.3, 0.5: 1/3.
        // Class 2: 0.4 above all: 1.
        assertThat(Roc.oneVersusRestAuc(
                        labels, probabilities, IntStream.range(0, 4).toArray()))
                .isCloseTo((0.75 + 1.0 / 3 + 1) / 3, within(1e-12));
    }

    @Test
    void classesThatDoNotOccurAreLeftOut() {
        double[][] probabilities = {{0.6, 0.3, 0.1}, {0.5, 0.4, 0.1}};
        assertThat(Roc.oneVersusRestAuc(new int[] {0, 1}, probabilities, new int[] {0, 1}))
                .isEqualTo(1);
    }

    @Test
    void twoClassesAreTheAreaOfTheSecond() {
        double[][] probabilities = {{0.9, 0.1}, {0.2, 0.8}, {0.1, 0.9}};
        assertThat(Roc.oneVersusRestAuc(new int[] {0, 1, 0}, probabilities, new int[] {0, 1, 2}))
                .isEqualTo(0.5);
    }

    @Test
    void aScoreThatIsNotANumberIsRefused() {
        assertThatThrownBy(() -> Roc.auc(new boolean[] {true, false}, new double[] {Double.NaN, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 0");
        assertThatThrownBy(() -> Roc.auc(new boolean[] {true}, new double[] {1, 0}))
                .hasMessageContaining("1 labels, 2 scores");
    }

    private static double byPairs(boolean[] positive, double[] scores) {
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < positive.length; i++) {
            for (int j = 0; j < positive.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    private static double trapezoids(List<Roc.Point> curve) {
        double area = 0;
        for (int i = 1; i < curve.size(); i++) {
            double width = curve.get(i).falsePositiveRate() - curve.get(i - 1).falsePositiveRate();
            area += width * (curve.get(i).truePositiveRate() + curve.get(i - 1).truePositiveRate()) / 2;
        }
        return area;
    }
}
