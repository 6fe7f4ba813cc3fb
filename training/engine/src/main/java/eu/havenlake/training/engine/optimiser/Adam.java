package eu.havenlake.training.engine.optimiser;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1; β1 = 0.9, β2 = 0.999, ε = 1e-8) with weight decay in the gradient, or decoupled
 * from it (Loshchilov and Hutter 2019, algorithm 2).
 */
final class Adam implements Optimiser {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final Decay decay;
    private final boolean decoupled;
    private final Slice slice;
    private final float[] first;
    private final float[] second;

    private Adam(Decay decay, boolean decoupled, Slice slice) {
        this.decay = decay;
        this.decoupled = decoupled;
        this.slice = slice;
        this.first = new float[slice.length()];
        this.second = new float[slice.length()];
    }

    static Adam original(Decay decay, Slice slice) {
        return new Adam(decay, false, slice);
    }

    static Adam decoupled(Decay decay, Slice slice) {
        return new Adam(decay, true, slice);
    }

    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        float rate = (float) (step.learningRate() / (1 - Math.pow(0.9, step.number())));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(0.999, step.number())));
        Blockwise blocks = new Blockwise(
                Places.changed(parameters), Places.read(gradients), slice.state(first), slice.state(second));
        decay.forEach(offset, length, (from, until, pull) -> {
            float keep = decoupled ? (float) (1 - step.learningRate() * pull) : 1;
            float inGradient = decoupled ? 0 : pull;
            blocks.forEach(from, until, (block, count) -> change(block, count, keep, inGradient, rate, correction));
        });
    }

    @Override
    public List<float[]> state() {
        return List.of(first, second);
    }

    private static void change(float[][] block, int count, float keep, float pull, float rate, float correction) {
        float[] weights = block[0];
        float[] gradients = block[1];
        float[] m = block[2];
        float[] v = block[3];
        for (int i = 0; i < count; i++) {
            float g = gradients[i] + pull * weights[i];
            float mean = BETA1 * m[i] + (1 - BETA1) * g;
            float square = BETA2 * v[i] + (1 - BETA2) * g * g;
            m[i] = mean;
            v[i] = square;
            weights[i] = keep * weights[i] - rate * mean / ((float) Math.sqrt(square) * correction + EPSILON);
        }
    }
}
