package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurTest {
    private static final int WIDTH = 41;

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1.4, 2.6, 4.0})
    void pointSpreadsAsAGaussianOfThatWidth(double sigma) {
        float[] point = new float[WIDTH * WIDTH];
        point[20 * WIDTH + 20] = 1;
        float[] spread = Blur.of(point, WIDTH, sigma);
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < spread.length; i++) {
            sum += spread[i];
            variance += spread[i] * (i % WIDTH - 20) * (i % WIDTH - 20);
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
        assertThat(Math.sqrt(variance)).isCloseTo(sigma, within(0.01));
    }
}
