package eu.havenlake.training.bigdl;

/** Guards native code, which checks no bounds. */
final class Lengths {
    private Lengths() {}

    static void check(String what, float[] array, int expected) {
        if (array.length != expected) {
            throw new IllegalArgumentException("Cannot use an array of " + array.length + " values for the " + what
                    + ": exactly " + expected + " are expected. Check rows, image shape and classes.");
        }
    }
}
