package eu.havenlake.training.engine.optimiser;

import eu.havenlake.training.engine.settings.Optimizer;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Block;
import java.util.List;

/**
 * Turns gradients into new weights on a part of the flat arrays. It holds state for one slice only, so that many
 * workers can own one slice each.
 */
public interface Optimiser {

    /**
     * One step on {@code parameters[offset, offset + length)}, which lies in the slice.
     *
     * @param parameters the model's whole flat array, changed in place
     * @param gradients of the same length
     */
    void update(float[] parameters, float[] gradients, int offset, int length, Step step);

    /** What it remembers of earlier steps: arrays of the slice's length, by which a later training can go on. Live. */
    List<float[]> state();

    /** Adds up, place by place, what the owners of all slices give; all must ask. */
    interface Total {
        double[] of(double... own);
    }

    /**
     * A moment of training.
     *
     * @param number steps so far with this one, from 1 (Adam's bias correction needs it)
     * @param learningRate the rate of this step
     */
    record Step(long number, double learningRate) {}

    /**
     * The optimiser of the settings, for one slice.
     *
     * @param blocks the model's tensors, which say where weight decay applies
     * @param offset start of the slice
     * @param length of the slice
     * @param threads that may change it at once
     * @param total adds up numbers of all slices, for optimisers that look at whole tensors
     */
    static Optimiser of(
            TrainingSettings settings, List<Block> blocks, int offset, int length, int threads, Total total) {
        Decay decay = new Decay(blocks, settings.weightDecay());
        Slice slice = new Slice(offset, length);
        Optimiser one = switch (settings.optimizer()) {
            case SGD -> Sgd.plain(decay, settings.momentum(), slice);
            case NESTEROV -> Sgd.nesterov(decay, settings.momentum(), slice);
            case ADAM -> Adam.original(decay, slice);
            case ADAMW -> Adam.decoupled(decay, slice);
            case LARS -> new Lars(decay, settings.momentum(), slice, total);
        };
        boolean apart = settings.optimizer() != Optimizer.LARS;
        return threads > 1 && apart ? new Parallel(one, threads) : one;
    }
}
