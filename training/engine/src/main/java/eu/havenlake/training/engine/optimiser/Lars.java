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
    private final float[] velocity;
    private final Total total;

    Lars(Decay decay, double momentum, int length, Total total) {
        this.decay = decay;
        this.momentum = (float) momentum;
        this.velocity = new float[length];
        this.total = total;
    }

    /** Must be given the whole slice: the norms are asked for once a step. */
    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        double[] squares = total.of(squares(parameters, gradients));
        for (int i = 0; i < decay.blocks().size(); i++) {
            Block block = decay.blocks().get(i);
            double weights = Math.sqrt(squares[2 * i]);
            double ofGradient = Math.sqrt(squares[2 * i + 1]);
            double pull = block.decays() ? decay.strength() : 0;
            double layer = block.decays() && weights > 0 && ofGradient > 0
                    ? TRUST * weights / (ofGradient + pull * weights)
                    : 1;
            range(parameters, gradients, from(block), until(block), (float) pull, (float)
                    (step.learningRate() * layer));
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
        return Math.max(0, block.offset() - decay.start());
    }

    private int until(Block block) {
        return Math.min(velocity.length, block.offset() + block.length() - decay.start());
    }

    private void range(float[] weights, float[] gradients, int from, int until, float pull, float rate) {
        float[] v = velocity;
        float m = momentum;
        for (int i = from; i < until; i++) {
            float w = weights[i];
            float next = m * v[i] + rate * (gradients[i] + pull * w);
            v[i] = next;
            weights[i] = w - next;
        }
    }
}
