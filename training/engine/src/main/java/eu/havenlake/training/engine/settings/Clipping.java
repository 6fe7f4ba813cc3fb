package eu.havenlake.training.engine.settings;

import java.io.Serializable;

/**
 * How far a gradient may go, so that one batch cannot ruin the weights.
 *
 * @param value greatest size of each of its values; 0 = any
 * @param norm greatest Euclidean norm of the whole gradient, which is scaled down to it; 0 = any
 */
public record Clipping(double value, double norm) implements Serializable {

    /** Gradients as they are. */
    public static final Clipping NONE = new Clipping(0, 0);

    /** Checks the ranges. */
    public Clipping {
        Problems problems = new Problems("training.clip.");
        problems.require(value >= 0, "value", value, "of 0 (none) or above");
        problems.require(norm >= 0, "norm", norm, "of 0 (none) or above");
        problems.throwIfAny();
    }
}
