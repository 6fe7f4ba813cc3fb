package eu.havenlake.training.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.training.spi.Block;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {

    private static final List<Block> BLOCKS = List.of(
            block("conv1.weight"),
            block("stage1.1.conv1.weight"),
            block("stage10.1.conv1.weight"),
            block("logits.bias"));

    @Test
    void aNameFreezesTheLayerItBeginsAndNoOther() {
        Start start = new Start("w.safetensors", false, List.of("stage1", "conv1.weight"));
        start.check(BLOCKS);
        assertThat(BLOCKS.stream().filter(start::freezes).map(Block::name))
                .containsExactly("conv1.weight", "stage1.1.conv1.weight");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w|false|stage2|among the layers [conv1, stage1, stage10, logits]",
                "w|false|logits|training.start.keep-head = true",
                "''|false|conv1|layers would stay at random",
            })
    void whatWouldFreezeNothingOrRandomLayersIsRefused(String weights, boolean keepHead, String name, String remedy) {
        assertThatThrownBy(() -> new Start(weights, keepHead, List.of(name)).check(BLOCKS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("training.start.frozen")
                .hasMessageContaining(remedy);
    }

    @Test
    void somethingMustBeLeftToLearn() {
        assertThatThrownBy(() -> new Start("w", true, List.of("conv1", "stage1", "stage10", "logits")).check(BLOCKS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("leaves some layer to learn");
    }

    private static Block block(String name) {
        return new Block(name, 0, List.of(1), Block.Kind.WEIGHT);
    }
}
