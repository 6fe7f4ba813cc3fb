package eu.havenlake.training.engine.optimiser;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1; β1 = 0.9, β2 = 0.999, ε = 1e-8) with weight decay in the gradient, or decoupled
 * from it (Loshchilov and Hutter 2019, algorithm 2).
 *
 * <p>One index for all arrays: with a second one for the moments the compiler does not vectorise the loop, which then
 * takes three times as long.
 */
final class Adam implements Optimiser {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final Decay decay;
    private final boolean decoupled;
    private final float[] first;
    private final float[] second;

    private Adam(Decay decay, boolean decoupled, int length) {
        this.decay = decay;
        this.decoupled = decoupled;
        this.first = new float[length];
        this.second = new float[length];
    }

    static Adam original(Decay decay, int length) {
        return new Adam(decay, false, length);
    }

    static Adam decoupled(Decay decay, int length) {
        return new Adam(decay, true, length);
    }

    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        float rate = (float) (step.learningRate() / (1 - Math.pow(0.9, step.number())));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(0.999, step.number())));
        decay.forEach(offset, length, (from, until, pull) -> {
            float keep = decoupled ? (float) (1 - step.learningRate() * pull) : 1;
            range(parameters, gradients, from, until, keep, decoupled ? 0 : pull, rate, correction);
        });
    }

    @Override
    public List<float[]> state() {
        return List.of(first, second);
    }

    private void range(
            float[] weights,
            float[] gradients,
            int from,
            int until,
            float keep,
            float pull,
            float rate,
            float correction) {
        float[] m = first;
        float[] v = second;
        for (int i = from; i < until; i++) {
            float g = gradients[i] + pull * weights[i];
            float mean = BETA1 * m[i] + (1 - BETA1) * g;
            float square = BETA2 * v[i] + (1 - BETA2) * g * g;
            m[i] = mean;
            v[i] = square;
            weights[i] = keep * weights[i] - rate * mean / ((float) Math.sqrt(square) * correction + EPSILON);
        }
    }
}
