package eu.havenlake.training.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void aWorkerFiveTimesSlowerThanTheOneInTheMiddleHoldsUpTheOthers() {
        Pace pace = Pace.of(new double[] {2, 10, 1.9, 2.1, 2}, 0.7, 0);
        assertThat(pace.heldUp()).isTrue();
        assertThat(pace.slowest()).isEqualTo(1);
        assertThat(pace.slowness()).isEqualTo(5);
    }

    @Test
    void aLittleSlowerIsNoTrouble() {
        assertThat(Pace.of(new double[] {2, 2, 9.9}, 0.7, 0).heldUp()).isFalse();
        assertThat(Pace.ALONE.heldUp()).isFalse();
    }

    @Test
    void ofTwoTheFasterIsTheMeasure() {
        assertThat(Pace.of(new double[] {1, 6}, 0, 0).heldUp()).isTrue();
    }

    @Test
    void whereMostHaveNoImagesNobodyIsBlamed() {
        assertThat(Pace.of(new double[] {0, 0, 3}, 0, 0).heldUp()).isFalse();
    }
}
