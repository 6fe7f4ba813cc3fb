package eu.havenlake.training.engine.optimiser;

import eu.havenlake.training.spi.Block;
import java.util.List;

/**
 * Layer-wise adaptive rates (You, Gitman and Ginsburg 2017, algorithm 1; trust 0.001): for each tensor of weights
 * λ = trust·‖w‖ / (‖g‖ + decay·‖w‖), v ← momentum·v + rate·λ·(g + decay·w), w ← w − v. Other tensors have λ = 1. Norms are
 * of whole tensors, also where these lie in several slices.
 */
final class Lars implements Optimiser {
    private static final double TRUST = 1e-3;

    private final Decay decay;
    private final float momentum;
    private final Slice slice;
    private final float[] velocity;
    private final Total total;

    Lars(Decay decay, double momentum, Slice slice, Total total) {
        this.decay = decay;
        this.momentum = (float) momentum;
        this.slice = slice;
        this.velocity = new float[slice.length()];
        this.total = total;
    }

    /** Must be given the whole slice: the norms are asked for once a step. */
    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        double[] squares = total.of(squares(parameters, gradients));
        Blockwise blocks = new Blockwise(Places.changed(parameters), Places.read(gradients), slice.state(velocity));
        for (int i = 0; i < decay.blocks().size(); i++) {
            Block block = decay.blocks().get(i);
            double weights = Math.sqrt(squares[2 * i]);
            double ofGradient = Math.sqrt(squares[2 * i + 1]);
            double pull = block.decays() ? decay.strength() : 0;
            double layer = block.decays() && weights > 0 && ofGradient > 0
                    ? TRUST * weights / (ofGradient + pull * weights)
                    : 1;
            float rate = (float) (step.learningRate() * layer);
            blocks.forEach(from(block), until(block), (values, count) -> change(values, count, (float) pull, rate));
        }
    }

    @Override
    public List<float[]> state() {
        return List.of(velocity);
    }

    /** For each tensor the sum of squares of its weights in this slice, then of its gradient. */
    private double[] squares(float[] parameters, float[] gradients) {
        double[] squares = new double[2 * decay.blocks().size()];
        for (int i = 0; i < decay.blocks().size(); i++) {
            Block block = decay.blocks().get(i);
            for (int j = from(block); j < until(block); j++) {
                squares[2 * i] += (double) parameters[j] * parameters[j];
                squares[2 * i + 1] += (double) gradients[j] * gradients[j];
            }
        }
        return squares;
    }

    private int from(Block block) {
        return Math.max(slice.start(), block.offset());
    }

    private int until(Block block) {
        return Math.min(slice.end(), block.end());
    }

    private void change(float[][] block, int count, float pull, float rate) {
        float[] weights = block[0];
        float[] gradients = block[1];
        float[] v = block[2];
        float m = momentum;
        for (int i = 0; i < count; i++) {
            float w = weights[i];
            float next = m * v[i] + rate * (gradients[i] + pull * w);
            v[i] = next;
            weights[i] = w - next;
        }
    }
}
