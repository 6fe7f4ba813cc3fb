package eu.havenlake.features.image;

import java.util.Arrays;

/**
 * A 256-bit fingerprint that near duplicates share but for a few bits: the picture at 17×16 pixels in grey, a bit for
 * each pixel that is brighter than its left neighbour (the "difference hash").
 *
 * @param bits four words
 */
public record DifferenceHash(long[] bits) {
    private static final int SIDE = 16;
    static final int WORDS = SIDE * SIDE / Long.SIZE;

    static DifferenceHash of(Picture picture) {
        byte[] grey = picture.grey(SIDE + 1, SIDE);
        long[] bits = new long[WORDS];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int left = i / SIDE * (SIDE + 1) + i % SIDE;
            if ((grey[left + 1] & 0xff) > (grey[left] & 0xff)) {
                bits[i / Long.SIZE] |= 1L << (i % Long.SIZE);
            }
        }
        return new DifferenceHash(bits);
    }

    /** The number of bits in which two fingerprints differ. */
    int distance(DifferenceHash other) {
        int distance = 0;
        for (int i = 0; i < WORDS; i++) {
            distance += Long.bitCount(bits[i] ^ other.bits[i]);
        }
        return distance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DifferenceHash hash && Arrays.equals(bits, hash.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }
}
