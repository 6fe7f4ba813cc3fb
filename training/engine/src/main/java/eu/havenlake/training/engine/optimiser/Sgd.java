package eu.havenlake.training.engine.optimiser;

import java.util.List;

/**
 * v ← momentum·v + (g + decay·w); w ← w − rate·v (Sutskever et al. 2013, section 2, without the look-ahead). One index
 * for all arrays, so that the compiler can vectorise the loop.
 */
final class Sgd implements Optimiser {

    private final Decay decay;
    private final float momentum;
    private final float[] velocity;

    Sgd(Decay decay, double momentum, int length) {
        this.decay = decay;
        this.momentum = (float) momentum;
        this.velocity = new float[length];
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
        for (int i = from; i < until; i++) {
            float w = weights[i];
            float next = m * v[i] + (gradients[i] + pull * w);
            v[i] = next;
            weights[i] = w - rate * next;
        }
    }
}
