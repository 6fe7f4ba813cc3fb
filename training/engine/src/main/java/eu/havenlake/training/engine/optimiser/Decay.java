package eu.havenlake.training.engine.optimiser;

import eu.havenlake.training.spi.Block;
import java.util.List;

/**
 * Where weight decay applies. A range of the flat arrays is cut at the borders of tensors, so that the inner loops have
 * one constant decay and stay simple enough for the compiler to vectorise.
 *
 * @param blocks the model's tensors
 * @param strength where it applies
 */
record Decay(List<Block> blocks, double strength) {

    /** Receives one range with one decay. */
    interface Range {
        void accept(int from, int until, float decay);
    }

    void forEach(int offset, int length, Range range) {
        int end = offset + length;
        for (Block block : blocks) {
            int from = Math.max(offset, block.offset());
            int until = Math.min(end, block.end());
            if (from < until) {
                range.accept(from, until, block.decays() ? (float) strength : 0);
            }
        }
    }
}
