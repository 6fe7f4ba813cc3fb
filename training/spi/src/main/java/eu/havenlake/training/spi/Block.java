package eu.havenlake.training.spi;

import java.util.List;

/**
 * One tensor inside a flat array.
 *
 * @param name layer and role, unique in its model, such as {@code stage2.1.conv1.weight}
 * @param offset index of its first value
 * @param shape extents, the last one of values that lie side by side: outputs, inputs, height, width of a convolution;
 *     outputs, inputs of a linear layer
 * @param kind what the values do
 */
public record Block(String name, int offset, List<Integer> shape, Kind kind) {

    /** Name of the layer that gives the logits, in every network: the one that depends on the number of classes. */
    public static final String LAST_LAYER = "logits";

    /** Role of a tensor. */
    public enum Kind {
        /** Weights of a convolution or linear layer. */
        WEIGHT,
        /** Offsets added to the outputs of a convolution or linear layer. */
        BIAS,
        /** Scale (gamma) of a batch normalisation. */
        SCALE,
        /** Shift (beta) of a batch normalisation. */
        SHIFT,
        /** Running mean of a batch normalisation: a statistic, no parameter. */
        MEAN,
        /** Running variance of a batch normalisation: a statistic, no parameter. */
        VARIANCE
    }

    /** Copies the shape. */
    public Block {
        shape = List.copyOf(shape);
    }

    /** Number of values. */
    public int length() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Index after its last value. */
    public int end() {
        return offset + length();
    }

    /** Whether weight decay applies: to weights only, as is usual for batch-normalised networks. */
    public boolean decays() {
        return kind == Kind.WEIGHT;
    }

    /** Whether it belongs to the layer that gives the logits. */
    public boolean ofLastLayer() {
        return name.startsWith(LAST_LAYER + ".");
    }
}
