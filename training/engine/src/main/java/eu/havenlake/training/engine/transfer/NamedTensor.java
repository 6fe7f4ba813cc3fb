package eu.havenlake.training.engine.transfer;

import java.util.List;

/**
 * A tensor of a file of weights.
 *
 * @param shape extents, the last one of values that lie side by side
 * @param values in that order; not copied
 */
public record NamedTensor(List<Integer> shape, float[] values) {
    /** Copies the shape. */
    public NamedTensor {
        shape = List.copyOf(shape);
    }
}
