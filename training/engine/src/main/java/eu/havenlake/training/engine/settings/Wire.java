package eu.havenlake.training.engine.settings;

/** How gradients travel between workers. Weights always travel as they are. */
public enum Wire {
    /** As they are. */
    FLOAT32(4),
    /**
     * Rounded to the upper 16 bits: the same range with 8 bits of precision, and half the bytes. A worker's own gradient
     * is not rounded.
     */
    BFLOAT16(2);

    private final int bytes;

    Wire(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a value. */
    public int bytes() {
        return bytes;
    }
}
