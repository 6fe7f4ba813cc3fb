package eu.havenlake.training.engine.data;

/** The unsigned bytes of one image, one plane per channel, rows from the top, wherever they lie. */
public interface Pixels {
    /** How many there are. */
    int length();

    /** All of them; not to be changed. */
    byte[] bytes();

    /** Pixels in memory. */
    static Pixels of(byte[] bytes) {
        return new Pixels() {
            @Override
            public int length() {
                return bytes.length;
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }
        };
    }
}
