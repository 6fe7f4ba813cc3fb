package eu.havenlake.lake.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    private static final ConfusionMatrix GRADES =
            ConfusionMatrix.of(3, new int[] {0, 0, 0, 0, 1, 1, 2, 2}, new int[] {0, 0, 0, 1, 1, 2, 2, 0});

    @Test
    void rowsAreTrueClassesAndColumnsPredictions() {
        assertThat(GRADES.counts()).containsExactly(List.of(3L, 1L, 0L), List.of(0L, 1L, 1L), List.of(1L, 0L, 1L));
        assertThat(GRADES.total()).isEqualTo(8);
    }

    @Test
    void accuracyIsTheDiagonal() {
        assertThat(GRADES.accuracy()).isEqualTo(5.0 / 8);
    }

    @Test
    void balancedAccuracyIsTheMeanRecall() {
        assertThat(GRADES.balancedAccuracy()).isCloseTo((0.75 + 0.5 + 0.5) / 3, within(1e-12));
    }

    @Test
    void balancedAccuracyLeavesOutClassesThatDoNotOccur() {
        assertThat(ConfusionMatrix.of(3, new int[] {0, 1}, new int[] {0, 2}).balancedAccuracy())
                .isEqualTo(0.5);
    }

    @Test
    void quadraticKappaByHand() {
        // Observed Σ w·n = 1 + 1 + 4 = 6. Margins true (4, 2, 2), predicted (4, 2, 2): expected Σ w·a·p/8 =
        // (4·2 + 2·4 + 2·2 + 2·2 + 4·(4·2 + 2·4)) / 8 = 88 / 8 = 11.
        assertThat(GRADES.quadraticWeightedKappa()).isCloseTo(1 - 6.0 / 11, within(1e-12));
    }

    @Test
    void quadraticKappaOfTwoClassesIsCohensKappa() {
        // Cohen's textbook table 20/5/10/15: observed 0.7, expected 0.5, kappa 0.4.
        ConfusionMatrix table = new ConfusionMatrix(List.of(List.of(20L, 5L), List.of(10L, 15L)));
        assertThat(table.quadraticWeightedKappa()).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void kappaIsOneForAgreementAndNotDefinedForOneClass() {
        assertThat(ConfusionMatrix.of(2, new int[] {0, 1}, new int[] {0, 1}).quadraticWeightedKappa())
                .isEqualTo(1);
        assertThat(ConfusionMatrix.of(2, new int[] {0, 0}, new int[] {0, 0}).quadraticWeightedKappa())
                .isNaN();
    }

    @Test
    void repeatedRowsCountAgain() {
        ConfusionMatrix matrix = ConfusionMatrix.of(2, new int[] {0, 1}, new int[] {0, 0}, new int[] {1, 1, 0});
        assertThat(matrix.counts()).containsExactly(List.of(1L, 0L), List.of(2L, 0L));
    }

    @Test
    void unequalLengthsAndRaggedMatricesAreRefused() {
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0, 1}, new int[] {0}))
                .hasMessageContaining("2 labels, 1 predictions");
        assertThatThrownBy(() -> new ConfusionMatrix(List.of(List.of(1L, 2L)))).hasMessageContaining("square");
    }
}
