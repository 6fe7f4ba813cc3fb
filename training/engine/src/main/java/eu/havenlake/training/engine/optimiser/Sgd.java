package eu.havenlake.training.engine.optimiser;

import java.util.List;

/**
 * v ← momentum·v + (g + decay·w); w ← w − rate·v, or with the look-ahead of Nesterov's method w ← w − rate·(momentum·v + g
 * + decay·w) (Sutskever et al. 2013, section 2). One index for all arrays, so that the compiler can vectorise the loop.
 */
final class Sgd implements Optimiser {

    private final Decay decay;
    private final float momentum;
    private final boolean ahead;
    private final float[] velocity;

    private Sgd(Decay decay, double momentum, boolean ahead, int length) {
        this.decay = decay;
        this.momentum = (float) momentum;
        this.ahead = ahead;
        this.velocity = new float[length];
    }

    static Sgd plain(Decay decay, double momentum, int length) {
        return new Sgd(decay, momentum, false, length);
    }

    static Sgd nesterov(Decay decay, double momentum, int length) {
        return new Sgd(decay, momentum, true, length);
    }

    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        float rate = (float) step.learningRate();
        decay.forEach(offset, length, (from, until, pull) -> range(parameters, gradients, from, until, pull, rate));
    }

    @Override
    public List<float[]> state() {
        return List.of(velocity);
    }

    private void range(float[] weights, float[] gradients, int from, int until, float pull, float rate) {
        float[] v = velocity;
        float m = momentum;
        float ofVelocity = ahead ? m : 1;
        float ofGradient = ahead ? 1 : 0;
        for (int i = from; i < until; i++) {
            float w = weights[i];
            float g = gradients[i] + pull * w;
            float next = m * v[i] + g;
            v[i] = next;
            weights[i] = w - rate * (ofVelocity * next + ofGradient * g);
        }
    }
}
