package eu.havenlake.ingest.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/**
 * Randomness that follows from names, so that one item's numbers do not change when another item is added. It is
 * {@link Random}, because its algorithm, Gaussian numbers included, is fixed by its specification.
 */
final class Seeds {
    private Seeds() {}

    /** The random numbers of what {@code name} names under {@code seed}. */
    static Random of(long seed, String name) {
        UUID digest = digest(seed, name);
        return new Random(digest.getMostSignificantBits() ^ digest.getLeastSignificantBits());
    }

    /** An id for what {@code name} names under {@code seed}. */
    static UUID id(long seed, String name) {
        return digest(seed, "id " + name);
    }

    /** A number from {@code low} to {@code high}, all alike likely. */
    static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    static int between(Random random, int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** A Gaussian number that is cut at two standard deviations, so that no item falls out of what is plausible. */
    static double about(Random random, double mean, double deviation) {
        return mean + deviation * Math.max(-2, Math.min(2, random.nextGaussian()));
    }

    private static UUID digest(long seed, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(seed)
                .put(text)
                .array());
    }
}
