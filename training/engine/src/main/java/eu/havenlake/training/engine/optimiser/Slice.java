package eu.havenlake.training.engine.optimiser;

/**
 * The part of the flat arrays that one worker owns.
 *
 * @param start its first place
 * @param length of it
 */
record Slice(int start, int length) {
    int end() {
        return start + length;
    }

    /** An array of what is remembered of each place. */
    Places state(float[] values) {
        return new Places(values, start, true);
    }
}
