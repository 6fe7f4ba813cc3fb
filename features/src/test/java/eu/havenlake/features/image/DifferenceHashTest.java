package eu.havenlake.features.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class DifferenceHashTest {
    private static Picture grey(int width, int height, IntBinaryOperator brightness) {
        int[] rgb = new int[width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = 0x010101 * brightness.applyAsInt(i % width, i / width);
        }
        return new Picture(width, height, rgb);
    }

    /** Smooth waves that look different from every side; {@code size} pixels show the same part. */
    private static Picture waves(int size) {
        return grey(size, size, (x, y) -> wave((x + 0.5) / size, (y + 0.5) / size));
    }

    private static int wave(double x, double y) {
        return (int) Math.round(127 + 60 * Math.sin(9 * x + 2 * y) + 60 * Math.cos(7 * y * (x + 0.3)));
    }

    @Test
    void brightnessThatRisesToTheRightSetsEveryBit() {
        DifferenceHash rising = DifferenceHash.of(grey(170, 160, (x, y) -> x));
        assertThat(rising.bits()).containsOnly(-1L).hasSize(4);
    }

    @Test
    void evenPictureSetsNoBit() {
        assertThat(DifferenceHash.of(grey(40, 40, (x, y) -> 200)).bits()).containsOnly(0L);
    }

    @Test
    void bitsLieRowByRow() {
        DifferenceHash hash = DifferenceHash.of(grey(17, 16, (x, y) -> y == 1 && x >= 3 ? 255 : 0));
        assertThat(hash.bits()).containsExactly(1L << (16 + 2), 0, 0, 0);
    }

    @Test
    void samePictureAtAnotherSizeIsNear() {
        DifferenceHash one = DifferenceHash.of(waves(340));
        assertThat(one.distance(DifferenceHash.of(waves(500)))).isLessThanOrEqualTo(NearDuplicates.FARTHEST);
        assertThat(one.distance(DifferenceHash.of(waves(170)))).isLessThanOrEqualTo(NearDuplicates.FARTHEST);
    }

    @Test
    void brighterCopyIsNear() {
        Picture brighter = grey(340, 340, (x, y) -> wave((x + 0.5) / 340, (y + 0.5) / 340) / 2 + 100);
        assertThat(DifferenceHash.of(waves(340)).distance(DifferenceHash.of(brighter)))
                .isLessThanOrEqualTo(NearDuplicates.FARTHEST);
    }

    @Test
    void mirroredPictureIsFar() {
        Picture mirrored = grey(340, 340, (x, y) -> wave((339 - x + 0.5) / 340, (y + 0.5) / 340));
        assertThat(DifferenceHash.of(waves(340)).distance(DifferenceHash.of(mirrored)))
                .isGreaterThan(64);
    }

    @Test
    void distanceCountsBitsOfAllWords() {
        DifferenceHash none = new DifferenceHash(new long[4]);
        DifferenceHash some = new DifferenceHash(new long[] {1, 3, 0, Long.MIN_VALUE});
        assertThat(none.distance(some)).isEqualTo(4);
        assertThat(some.distance(none)).isEqualTo(4);
        assertThat(some.distance(some)).isZero();
    }

    @Test
    void fingerprintsAreEqualByTheirBits() {
        assertThat(new DifferenceHash(new long[] {1, 2, 3, 4}))
                .isEqualTo(new DifferenceHash(new long[] {1, 2, 3, 4}))
                .hasSameHashCodeAs(new DifferenceHash(new long[] {1, 2, 3, 4}))
                .isNotEqualTo(new DifferenceHash(new long[] {1, 2, 3, 5}));
    }
}
