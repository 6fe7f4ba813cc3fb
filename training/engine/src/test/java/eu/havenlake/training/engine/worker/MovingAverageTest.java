package eu.havenlake.training.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.engine.exchange.Exchange;
import org.junit.jupiter.api.Test;

class MovingAverageTest {

    private final float[] parameters = {1, -4.1f};

    @Test
    void followsTheWeightsFastAtFirstAndThenByItsDecay() {
        MovingAverage average = new MovingAverage(0.9, parameters, Exchange.alone());
        double expected = 1;
        for (int step = 1; step <= 200; step++) {
            parameters[0] = (float) Math.sin(step);
            average.add(step);
            double keep = Math.min(0.9, (1.0 + step) / (10 + step));
            expected = keep * expected + (1 - keep) * Math.sin(step);
        }
        assertThat((double) average.slice()[0]).isCloseTo(expected, within(1e-5));
        assertThat(average.slice()[1]).isEqualTo(-4.1f);
    }

    @Test
    void swappingTwiceChangesNothing() {
        MovingAverage average = new MovingAverage(0.9, parameters, Exchange.alone());
        parameters[0] = 3;
        average.swap();
        assertThat(parameters).containsExactly(1, -4.1f);
        average.swap();
        assertThat(parameters).containsExactly(3, -4.1f);
    }

    @Test
    void withoutADecayTheWeightsStayAsTheyAre() {
        MovingAverage none = new MovingAverage(0, parameters, Exchange.alone());
        parameters[0] = 3;
        none.swap();
        assertThat(parameters).containsExactly(3, -4.1f);
        assertThat(none.kept()).isFalse();
    }
}
