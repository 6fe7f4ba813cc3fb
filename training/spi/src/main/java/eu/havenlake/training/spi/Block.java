package eu.havenlake.training.spi;

/**
 * One tensor inside the flat parameter array.
 *
 * @param name layer and role, unique in its model, such as {@code stage2.1.conv1.weight}
 * @param offset index of its first value
 * @param length number of values
 * @param kind what the values do
 */
public record Block(String name, int offset, int length, Kind kind) {

    /** Role of a parameter tensor. */
    public enum Kind {
        /** Weights of a convolution or linear layer. */
        WEIGHT,
        /** Offsets added to the outputs of a convolution or linear layer. */
        BIAS,
        /** Scale (gamma) of a batch normalisation. */
        SCALE,
        /** Shift (beta) of a batch normalisation. */
        SHIFT
    }

    /** Whether weight decay applies: to weights only, as is usual for batch-normalised networks. */
    public boolean decays() {
        return kind == Kind.WEIGHT;
    }
}
