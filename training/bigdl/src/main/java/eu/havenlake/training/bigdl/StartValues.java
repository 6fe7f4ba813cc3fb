package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Weights before training: normal with variance 2 / fan-in (He et al., Delving deep into rectifiers, 2015, equation 10),
 * for the last layer, which no ReLU follows, 1 / fan-in; scale 1; shift and bias 0.
 */
final class StartValues {
    private final Random random;

    /** The generator is specified to the bit ({@link Random#nextGaussian()}), so each machine starts alike. */
    StartValues(long seed) {
        random = new Random(seed);
    }

    void fill(float[] parameters, List<Block> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            fill(parameters, blocks.get(i), outputs(blocks, i));
        }
    }

    /** A weight is as many rows as values leave its layer; the block after it is that layer's bias or normalisation. */
    private static int outputs(List<Block> blocks, int index) {
        return index + 1 < blocks.size() ? blocks.get(index + 1).length() : 1;
    }

    private void fill(float[] parameters, Block block, int outputs) {
        int end = block.offset() + block.length();
        switch (block.kind()) {
            case SCALE -> Arrays.fill(parameters, block.offset(), end, 1);
            case SHIFT, BIAS -> Arrays.fill(parameters, block.offset(), end, 0);
            case WEIGHT -> {
                double gain = block.ofLastLayer() ? 1 : 2;
                double deviation = Math.sqrt(gain * outputs / block.length());
                for (int i = block.offset(); i < end; i++) {
                    parameters[i] = (float) (deviation * random.nextGaussian());
                }
            }
        }
    }
}
