package eu.havenlake.training.engine.settings;

import java.io.Serializable;

/**
 * Random changes of training images that do not change what they show.
 *
 * @param flipHorizontal mirror left and right, every second time
 * @param flipVertical mirror top and bottom, every second time
 * @param rotation greatest turn to either side, in degrees, 0 … 180
 * @param shift greatest move along each axis, as a share of width and height, 0 … 0.5
 */
public record Augmentation(boolean flipHorizontal, boolean flipVertical, double rotation, double shift)
        implements Serializable {

    /** No change at all. */
    public static final Augmentation NONE = new Augmentation(false, false, 0, 0);

    /** Checks the ranges. */
    public Augmentation {
        Problems problems = new Problems("training.augmentation.");
        problems.range("rotation", rotation, 0, 180);
        problems.range("shift", shift, 0, 0.5);
        problems.throwIfAny();
    }
}
