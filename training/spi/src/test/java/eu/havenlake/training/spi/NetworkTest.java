package eu.havenlake.training.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @EnumSource(names = "FILE", mode = EnumSource.Mode.EXCLUDE)
    void eachKindIsFoundByTheNameItPrints(Network.Kind kind) {
        assertThat(Network.named(kind.toString())).isEqualTo(new Network(kind, 0));
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.named("resnet19"))
                .withMessageContaining("\"resnet19\"")
                .withMessageContaining("lenet5, resnet18");
    }

    @Test
    void fileBelongsToANetworkOfAFileAndToNoOther() {
        ModelFile file = new ModelFile(new byte[] {1});
        assertThat(Network.of(file)).isEqualTo(Network.of(new ModelFile(new byte[] {1})));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(Network.Kind.FILE, 0))
                .withMessageContaining("needs a model file");
        assertThatIllegalArgumentException().isThrownBy(() -> new Network(Network.Kind.LENET5, 0, file));
        assertThatIllegalArgumentException().isThrownBy(() -> Network.named("file"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void dropoutOutsideItsRangeIsRefused(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.named("lenet5").withDropout(rate))
                .withMessageContaining(Double.toString(rate));
    }
}
