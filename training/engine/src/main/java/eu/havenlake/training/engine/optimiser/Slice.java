package eu.havenlake.training.engine.optimiser;

import java.util.List;

/**
 * A slice that does not begin at 0: copied to the front of arrays of its own length, changed there and copied back, which
 * costs less than loops with two indices.
 */
final class Slice implements Optimiser {

    private final Optimiser fromZero;
    private final int start;
    private final float[] weights;
    private final float[] gradients;

    Slice(Optimiser fromZero, int offset, int length) {
        this.fromZero = fromZero;
        this.start = offset;
        this.weights = new float[length];
        this.gradients = new float[length];
    }

    @Override
    public void update(float[] parameters, float[] allGradients, int offset, int length, Step step) {
        int own = offset - start;
        System.arraycopy(parameters, offset, weights, own, length);
        System.arraycopy(allGradients, offset, gradients, own, length);
        fromZero.update(weights, gradients, own, length, step);
        System.arraycopy(weights, own, parameters, offset, length);
    }

    @Override
    public List<float[]> state() {
        return fromZero.state();
    }
}
