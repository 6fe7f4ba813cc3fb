package eu.havenlake.training.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final Network LENET = Network.named("lenet5");

    @Test
    void sizeCountsTheValuesOfOneImage() {
        assertThat(new Shape(3, 5, 7).size()).isEqualTo(105);
    }

    @Test
    void imageTooLargeForOneArrayIsRefused() {
        assertThatThrownBy(() -> new Shape(3, 40_000, 40_000).size()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void emptyImageIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shape(1, 0, 28))
                .withMessageContaining("1x0x28");
    }

    @Test
    void imageTooSmallForTheNetworkIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Architecture(LENET, new Shape(1, 28, 11), 10))
                .withMessageContaining("1x28x11")
                .withMessageContaining("at least 12 pixels");
    }

    @Test
    void oneClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Architecture(LENET, new Shape(1, 28, 28), 1))
                .withMessageContaining("at least 2 classes");
    }

    @Test
    void onlyWeightsDecay() {
        assertThat(Block.Kind.values())
                .filteredOn(kind -> new Block("any", 0, List.of(1), kind).decays())
                .containsExactly(Block.Kind.WEIGHT);
    }
}
