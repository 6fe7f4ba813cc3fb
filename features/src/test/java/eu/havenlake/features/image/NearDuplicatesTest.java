package eu.havenlake.features.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    /** A fingerprint whose first {@code count} bits are set. */
    private static DifferenceHash bits(int count) {
        long[] words = new long[DifferenceHash.WORDS];
        for (int i = 0; i < count; i++) {
            words[i / Long.SIZE] |= 1L << i % Long.SIZE;
        }
        return new DifferenceHash(words);
    }

    private static int[] clusters(int... counts) {
        List<DifferenceHash> hashes =
                IntStream.of(counts).mapToObj(NearDuplicatesTest::bits).toList();
        return NearDuplicates.clusters(hashes);
    }

    @Test
    void fourBitsAreNearAndFiveAreApart() {
        assertThat(clusters(0, 4)).containsExactly(0, 0);
        assertThat(clusters(0, 5)).containsExactly(0, 1);
    }

    @Test
    void chainIsOneClusterThoughItsEndsAreFar() {
        assertThat(clusters(0, 4, 8, 12, 100)).containsExactly(0, 0, 0, 0, 4);
    }

    @Test
    void chainIsOneClusterInWhateverOrder() {
        // The link between 0 and 8 comes last, and joins clusters that were apart until then.
        assertThat(clusters(8, 0, 100, 12, 4)).containsExactly(0, 0, 2, 0, 0);
    }

    @Test
    void clusterIsNamedByItsFirstImage() {
        assertThat(clusters(200, 50, 0, 51, 201)).containsExactly(0, 1, 2, 1, 0);
    }

    @Test
    void noImagesAreNoClusters() {
        assertThat(clusters()).isEmpty();
    }
}
