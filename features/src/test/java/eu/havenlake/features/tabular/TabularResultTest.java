package eu.havenlake.features.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.features.tabular.TabularResult.Evaluated;
import eu.havenlake.features.tabular.TabularResult.Prediction;
import eu.havenlake.features.tabular.TabularResult.TooFew;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.statistics.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TabularResultTest {
    @Test
    void thirtyDonorsAndTenOfEachClassAreEnough() {
        assertThat(TabularResult.enough(30, 10)).isTrue();
        assertThat(TabularResult.enough(30, 20)).isTrue();
        assertThat(TabularResult.enough(29, 14)).isFalse();
        assertThat(TabularResult.enough(200, 9)).isFalse();
        assertThat(TabularResult.enough(200, 191)).isFalse();
    }

    @Test
    void tooFewSaysWhatIsNeeded() {
        assertThat(new TooFew(12, 3).summary())
                .isEqualTo("too few: 12 donors, 3 with the outcome; 30 donors and 10 of each class are needed");
    }

    @Test
    void curveIsThatOfTheHeldOutPredictions() {
        Evaluated result = new Evaluated(
                2, 1, new Estimate(1, 1, 1), List.of(), List.of(new Prediction(true, 0.9), new Prediction(false, 0.1)));
        assertThat(result.curve()).hasSize(3);
        assertThat(result.curve().get(1).truePositiveRate()).isEqualTo(1);
        assertThat(result.curve().get(1).falsePositiveRate()).isZero();
        assertThat(result.summary()).startsWith("ROC-AUC 1.00 (95 % interval 1.00 to 1.00), 2 held-out donors");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new TabularSettings(1, 0.1, 50, 1000, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("tabular.folds = 1 is not allowed. Use a value from 2 to 20.");
        assertThatThrownBy(() -> new TabularSettings(5, Double.NaN, 50, 1000, 1))
                .hasMessageContaining("regularisation");
        assertThatThrownBy(() -> new TabularSettings(5, 0.1, 0, 1000, 1)).hasMessageContaining("iterations");
        assertThatThrownBy(() -> new TabularSettings(5, 0.1, 50, 10, 1)).hasMessageContaining("resamples");
    }
}
