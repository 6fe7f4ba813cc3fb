package eu.havenlake.lake.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void intervalOfAMeanAgreesWithTheNormalApproximation() {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = random.doubles(400).toArray();
        List<String> donors = IntStream.range(0, 400).mapToObj(i -> "d" + i).toList();
        Estimate mean = new Bootstrap(2000, 0.95, 7).estimate(donors, meanOf(values));
        double halfWidth = 1.96 * Math.sqrt(1.0 / 12 / 400);
        assertThat(mean.value()).isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-12));
        assertThat(mean.upper() - mean.value()).isCloseTo(halfWidth, within(0.004));
        assertThat(mean.value() - mean.lower()).isCloseTo(halfWidth, within(0.004));
    }

    @Test
    void donorsAreResampledNotRows() {
        // Ten donors with 40 equal rows each: the interval must be that of ten values, not of 400.
        double[] values = IntStream.range(0, 400).mapToDouble(i -> i / 40).toArray();
        List<String> donors =
                IntStream.range(0, 400).mapToObj(i -> "d" + i / 40).toList();
        List<String> rows = IntStream.range(0, 400).mapToObj(i -> "d" + i).toList();
        Estimate byDonor = Bootstrap.seeded(7).estimate(donors, meanOf(values));
        Estimate byRow = Bootstrap.seeded(7).estimate(rows, meanOf(values));
        double ratio = (byDonor.upper() - byDonor.lower()) / (byRow.upper() - byRow.lower());
        assertThat(ratio).isCloseTo(Math.sqrt(40), within(1.0));
    }

    @Test
    void sameSeedGivesTheSameInterval() {
        double[] values = {1, 2, 3, 10};
        List<String> donors = List.of("a", "b", "c", "d");
        Estimate first = Bootstrap.seeded(5).estimate(donors, meanOf(values));
        assertThat(Bootstrap.seeded(5).estimate(donors, meanOf(values))).isEqualTo(first);
        assertThat(Bootstrap.seeded(6).estimate(donors, meanOf(values))).isNotEqualTo(first);
    }

    @Test
    void resamplesWithoutAValueAreLeftOut() {
        // The statistic is not defined when the resample misses donor "a" (about (3/4)^4 = 32 % of them).
        Estimate estimate = Bootstrap.seeded(1)
                .estimate(
                        List.of("a", "b", "c", "d"),
                        rows -> Arrays.stream(rows).anyMatch(r -> r == 0) ? 1 : Double.NaN);
        assertThat(estimate).isEqualTo(new Estimate(1, 1, 1));
    }

    @Test
    void thereIsNoIntervalWhereMostResamplesHaveNoValue() {
        Estimate estimate = Bootstrap.seeded(1)
                .estimate(
                        List.of("a", "b", "c", "d"),
                        rows -> Arrays.stream(rows).distinct().count() == 4 ? 1 : Double.NaN);
        assertThat(estimate.defined()).isTrue();
        assertThat(estimate.lower()).isNaN();
    }

    @Test
    void whatIsNotDefinedOnAllRowsIsNotDefined() {
        assertThat(Bootstrap.seeded(1)
                        .estimate(List.of("a"), rows -> Double.NaN)
                        .defined())
                .isFalse();
    }

    @Test
    void quantilesInterpolate() {
        double[] sorted = {1, 2, 3, 4};
        assertThat(Bootstrap.quantile(sorted, 0)).isEqualTo(1);
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(2.5);
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(4);
    }

    @Test
    void wrongRangesAreNamed() {
        assertThatThrownBy(() -> new Bootstrap(0, 0.95, 1)).hasMessageContaining("resamples = 0");
        assertThatThrownBy(() -> new Bootstrap(10, 1, 1)).hasMessageContaining("level = 1.0");
    }

    private static ToDoubleFunction<int[]> meanOf(double[] values) {
        return rows -> Arrays.stream(rows).mapToDouble(r -> values[r]).average().orElse(Double.NaN);
    }
}
