package eu.havenlake.training.engine.optimiser;

import java.util.List;

/**
 * v ← momentum·v + (g + decay·w); w ← w − rate·v, or with the look-ahead of Nesterov's method w ← w − rate·(momentum·v + g
 * + decay·w) (Sutskever et al. 2013, section 2).
 */
final class Sgd implements Optimiser {

    private final Decay decay;
    private final float momentum;
    private final boolean ahead;
    private final Slice slice;
    private final float[] velocity;

    private Sgd(Decay decay, double momentum, boolean ahead, Slice slice) {
        this.decay = decay;
        this.momentum = (float) momentum;
        this.ahead = ahead;
        this.slice = slice;
        this.velocity = new float[slice.length()];
    }

    static Sgd plain(Decay decay, double momentum, Slice slice) {
        return new Sgd(decay, momentum, false, slice);
    }

    static Sgd nesterov(Decay decay, double momentum, Slice slice) {
        return new Sgd(decay, momentum, true, slice);
    }

    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        float rate = (float) step.learningRate();
        Blockwise blocks = new Blockwise(Places.changed(parameters), Places.read(gradients), slice.state(velocity));
        decay.forEach(
                offset,
                length,
                (from, until, pull) -> blocks.forEach(from, until, (block, count) -> change(block, count, pull, rate)));
    }

    @Override
    public List<float[]> state() {
        return List.of(velocity);
    }

    private void change(float[][] block, int count, float pull, float rate) {
        float[] weights = block[0];
        float[] gradients = block[1];
        float[] v = block[2];
        float m = momentum;
        float ofVelocity = ahead ? m : 1;
        float ofGradient = ahead ? 1 : 0;
        for (int i = 0; i < count; i++) {
            float w = weights[i];
            float g = gradients[i] + pull * w;
            float next = m * v[i] + g;
            v[i] = next;
            weights[i] = w - rate * (ofVelocity * next + ofGradient * g);
        }
    }
}
