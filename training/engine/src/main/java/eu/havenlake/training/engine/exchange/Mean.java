package eu.havenlake.training.engine.exchange;

import eu.havenlake.training.engine.exchange.Slices.Piece;
import java.util.Arrays;

/** The weighted mean of pieces, added in the order of workers, in blocks that stay in the processor's nearest cache. */
final class Mean {
    private static final int BLOCK = 2048;

    private final int own;
    private final float[] sums = new float[BLOCK];
    private final float[] block = new float[BLOCK];

    /** @param own number of the worker whose values are replaced by the mean */
    Mean(int own) {
        this.own = own;
    }

    /**
     * Replaces a piece of the values.
     *
     * @param parts the same piece of the other workers, by worker; what is at the own place is not looked at
     * @param shares of the workers in the mean
     */
    void of(float[] values, Piece piece, float[][] parts, float[] shares) {
        for (int at = 0; at < piece.length(); at += BLOCK) {
            int length = Math.min(BLOCK, piece.length() - at);
            Arrays.fill(sums, 0);
            for (int w = 0; w < shares.length; w++) {
                // A worker without images has no part in the mean, whatever it sends.
                if (shares[w] > 0) {
                    System.arraycopy(w == own ? values : parts[w], w == own ? piece.from() + at : at, block, 0, length);
                    add(shares[w]);
                }
            }
            System.arraycopy(sums, 0, values, piece.from() + at, length);
        }
    }

    /** One index for both arrays, so that the compiler can vectorise the loop. */
    private void add(float share) {
        float[] s = sums;
        float[] b = block;
        for (int i = 0; i < BLOCK; i++) {
            s[i] += share * b[i];
        }
    }
}
