package eu.havenlake.training.bigdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.spi.Block;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartValuesTest {
    private static final List<Block> BLOCKS = List.of(
            new Block("conv1.weight", 0, List.of(64, 147), Block.Kind.WEIGHT),
            new Block("norm1.scale", 9408, List.of(64), Block.Kind.SCALE),
            new Block("norm1.shift", 9472, List.of(64), Block.Kind.SHIFT),
            new Block("logits.weight", 9536, List.of(20, 512), Block.Kind.WEIGHT),
            new Block("logits.bias", 19776, List.of(20), Block.Kind.BIAS));

    @Test
    void weightsSpreadByTheValuesThatComeIn() {
        float[] values = filled(7);
        assertThat(variance(values, BLOCKS.get(0))).isCloseTo(2.0 / 147, within(0.05 * 2 / 147));
        assertThat(variance(values, BLOCKS.get(3))).isCloseTo(1.0 / 512, within(0.05 / 512));
    }

    @Test
    void normalisationsAndBiasesStartNeutral() {
        float[] values = filled(7);
        assertThat(Arrays.copyOfRange(values, 9408, 9472)).containsOnly(1);
        assertThat(Arrays.copyOfRange(values, 9472, 9536)).containsOnly(0);
        assertThat(Arrays.copyOfRange(values, 19776, 19796)).containsOnly(0);
    }

    @Test
    void seedDecidesTheValuesToTheBit() {
        assertThat(filled(7)).isEqualTo(filled(7)).isNotEqualTo(filled(8));
    }

    private static float[] filled(long seed) {
        float[] values = new float[19796];
        Arrays.fill(values, Float.NaN);
        new StartValues(seed).fill(values, BLOCKS);
        return values;
    }

    private static double variance(float[] values, Block block) {
        double sum = 0;
        for (int i = block.offset(); i < block.offset() + block.length(); i++) {
            sum += values[i] * values[i];
        }
        return sum / block.length();
    }
}
