package eu.havenlake.training.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.settings.Clipping;
import org.junit.jupiter.api.Test;

class ClipTest {

    @Test
    void byValueEachValueStaysWithinTheLimit() {
        assertThat(clipped(new Clipping(2, 0), 3, -4, 1)).containsExactly(2, -2, 1);
    }

    @Test
    void byNormTheDirectionStays() {
        assertThat(clipped(new Clipping(0, 1), 3, -4)).containsExactly(0.6f, -0.8f);
        assertThat(clipped(new Clipping(0, 6), 3, -4)).as("a short gradient").containsExactly(3, -4);
    }

    @Test
    void noneChangesNothing() {
        assertThat(clipped(Clipping.NONE, 3, -4)).containsExactly(3, -4);
    }

    private static float[] clipped(Clipping settings, float... gradient) {
        new Clip(settings, Exchange.alone()).apply(gradient);
        return gradient;
    }
}
