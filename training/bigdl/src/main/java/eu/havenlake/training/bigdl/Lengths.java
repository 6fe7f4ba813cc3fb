package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Architecture;

/** Guards native code, which checks no bounds. */
final class Lengths {
    private Lengths() {}

    /** How many images the array holds. */
    static int images(float[] images, Architecture architecture) {
        int size = architecture.input().size();
        if (images.length == 0 || images.length % size != 0) {
            throw new IllegalArgumentException("Cannot predict from " + images.length + " values: images of "
                    + architecture.input() + " have " + size + " each. Give whole images.");
        }
        return images.length / size;
    }

    static void check(String what, float[] array, int expected) {
        if (array.length != expected) {
            throw new IllegalArgumentException("Cannot use an array of " + array.length + " values for the " + what
                    + ": exactly " + expected + " are expected. Check rows, image shape and classes.");
        }
    }
}
