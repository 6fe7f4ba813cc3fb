package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.statistics.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "43.27 | 43.27",
                "4.1 | 4.1",
                "8393.4 | 8,393",
                "173.08 | 173.1",
                "-0.25 | -0.25",
                "100 | 100",
                "0.00002 | 2.0e-05",
                "9.9999 | 10",
                "NaN | –"
            })
    void valuesHaveAboutFourDigits(double value, String text) {
        assertThat(Numbers.value(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0 B", "999 | 999 B", "1000 | 1.0 kB", "999960 | 1.0 MB", "48311221 | 48.3 MB"})
    void sizesAreDecimal(long bytes, String text) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0.0 s", "59.94 | 59.9 s", "59.96 | 1 min 00 s", "430 | 7 min 10 s", "7260 | 2 h 01 min"})
    void durationsAreReadable(double seconds, String text) {
        assertThat(Numbers.duration(seconds)).isEqualTo(text);
    }

    @Test
    void smallShareIsNotNothing() {
        assertThat(Numbers.share(1, 100_000)).isEqualTo("< 0.1 %");
        assertThat(Numbers.share(0, 100_000)).isEqualTo("0.0 %");
        assertThat(Numbers.share(0, 0)).isEqualTo("–");
    }

    @Test
    void figureComesWithItsInterval() {
        assertThat(Numbers.figure(new Estimate(0.8734, 0.81, 0.9204))).isEqualTo("0.873 (0.810–0.920)");
        assertThat(Numbers.figure(new Estimate(0.8734, Double.NaN, Double.NaN))).isEqualTo("0.873");
        assertThat(Numbers.figure(new Estimate(Double.NaN, 0, 1))).isEqualTo("–");
    }

    @Test
    void signsAreShown() {
        assertThat(Numbers.signed(0.4119)).isEqualTo("+0.412");
        assertThat(Numbers.signed(-1)).isEqualTo("−1.000");
    }
}
