package eu.havenlake.training.engine.data;

import java.nio.charset.StandardCharsets;

/** Derives independent seeds, so that what is random depends on what it is for and not on who computes it when. */
public final class Seeds {

    private Seeds() {}

    /** A seed for a purpose numbered by the parts. */
    public static long of(long seed, long... parts) {
        long mixed = mix(seed + 0x9E3779B97F4A7C15L);
        for (long part : parts) {
            mixed = mix(mixed ^ mix(part + 0x9E3779B97F4A7C15L));
        }
        return mixed;
    }

    /** A number for a text: FNV-1a, 64 bits (Fowler, Noll and Vo), then mixed. The same in every JVM. */
    public static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
