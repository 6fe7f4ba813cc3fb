package eu.havenlake.training.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void cosineFallsFromTheFullRateToZero() {
        assertThat(Schedule.COSINE.rate(0.2, 0, 10)).isEqualTo(0.2);
        assertThat(Schedule.COSINE.rate(0.2, 5, 10)).isCloseTo(0.1, within(1e-12));
        assertThat(Schedule.COSINE.rate(0.2, 2.5, 10)).isCloseTo(0.1 * (1 + Math.sqrt(0.5)), within(1e-12));
        assertThat(Schedule.COSINE.rate(0.2, 10, 10)).isCloseTo(0, within(1e-12));
    }

    @Test
    void stepsMultiply() {
        Schedule steps = new Schedule(Schedule.Kind.STEP, 0, 3, 0.5, 1);
        assertThat(steps.rate(1, 2.9, 10)).isEqualTo(1);
        assertThat(steps.rate(1, 3, 10)).isEqualTo(0.5);
        assertThat(steps.rate(1, 7, 10)).isEqualTo(0.25);
    }

    @Test
    void polyFallsToZeroByItsPower() {
        Schedule poly = new Schedule(Schedule.Kind.POLY, 0, 1, 1, 2);
        assertThat(poly.rate(1, 0, 10)).isEqualTo(1);
        assertThat(poly.rate(1, 5, 10)).isCloseTo(0.25, within(1e-12));
        assertThat(poly.rate(1, 10, 10)).isZero();
    }

    @Test
    void warmUpRisesAndTheCurveStartsAfterIt() {
        Schedule warm = new Schedule(Schedule.Kind.COSINE, 2, 1, 1, 1);
        assertThat(warm.rate(1, 0, 10)).isBetween(0.0, 0.01);
        assertThat(warm.rate(1, 1, 10)).isCloseTo(0.5, within(0.01));
        assertThat(warm.rate(1, 2, 10)).isEqualTo(1);
        assertThat(warm.rate(1, 6, 10)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void wrongValuesAreNamedWithWhatIsAllowed() {
        assertThatThrownBy(() -> new Schedule(Schedule.Kind.STEP, -1, 0, 2, 0))
                .hasMessageContaining("training.schedule.warmup = -1.0 is not allowed. Use a value from 0 to 1000.")
                .hasMessageContaining("training.schedule.step-epochs = 0")
                .hasMessageContaining("training.schedule.step-factor = 2.0")
                .hasMessageContaining("training.schedule.power = 0.0");
    }
}
