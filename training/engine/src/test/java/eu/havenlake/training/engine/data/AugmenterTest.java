package eu.havenlake.training.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.spi.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmenterTest {

    private static final Shape SHAPE = new Shape(2, 5, 4);
    private static final byte[] PIXELS = pixels();

    @Test
    void plainIsTheNormalisedImage() {
        Normalisation normalisation = new Normalisation(List.of(0.5, 0.25), List.of(0.5, 2.0));
        float[] out = new float[SHAPE.size() + 3];
        new Augmenter(Augmentation.NONE, SHAPE, normalisation, 1).plain(PIXELS, out, 3);
        assertThat(out[3]).isEqualTo((float) ((PIXELS[0] / 255.0 - 0.5) / 0.5));
        assertThat(out[3 + 20]).isEqualTo((float) (((PIXELS[20] & 255) / 255.0 - 0.25) / 2));
        assertThat(out[2]).isZero();
    }

    @Test
    void bytesAreUnsigned() {
        float[] out = new float[1];
        new Augmenter(Augmentation.NONE, new Shape(1, 1, 1), identity(1), 1).plain(new byte[] {(byte) 255}, out, 0);
        assertThat(out[0]).isEqualTo(1);
    }

    @Test
    void horizontalFlipMirrorsRowsOrLeavesThem() {
        Set<List<Float>> seen = seen(new Augmentation(true, false, 0, 0));
        assertThat(seen)
                .containsExactlyInAnyOrder(floats((c, y, x) -> at(c, y, x)), floats((c, y, x) -> at(c, y, 3 - x)));
    }

    @Test
    void bothFlipsGiveFourImages() {
        Set<List<Float>> seen = seen(new Augmentation(true, true, 0, 0));
        assertThat(seen).hasSize(4).contains(floats((c, y, x) -> at(c, 4 - y, 3 - x)));
    }

    @Test
    void quarterTurnOfASquareIsExact() {
        Shape square = new Shape(1, 3, 3);
        Augmenter augmenter = new Augmenter(new Augmentation(false, false, 180, 0), square, identity(1), 1);
        byte[] pixels = {0, 10, 20, 30, 40, 50, 60, 70, 80};
        float[] out = new float[9];
        for (int epoch = 0; epoch < 50; epoch++) {
            augmenter.changed(new Images.Image("a", "d", 0, 1, 0, pixels), epoch, out, 0);
            assertThat(out[4]).as("the centre stays").isCloseTo(40 / 255f, within(1e-4f));
        }
        Augmenter.Move turn = new Augmenter.Move(0, -1, 1, 0, 2, 0);
        assertThat(turn.x(0, 0)).isEqualTo(2);
        assertThat(turn.y(2, 0)).isEqualTo(2);
    }

    @Test
    void turnKeepsTheMeanOfAFlatImage() {
        byte[] flat = new byte[SHAPE.size()];
        Arrays.fill(flat, (byte) 77);
        float[] out = new float[SHAPE.size()];
        new Augmenter(new Augmentation(true, true, 90, 0.3), SHAPE, identity(2), 1)
                .changed(new Images.Image("a", "d", 0, 1, 0, flat), 3, out, 0);
        for (float value : out) {
            assertThat(value).isCloseTo(77 / 255f, within(1e-6f));
        }
    }

    @Test
    void shiftMovesByAPartOfTheSide() {
        Shape wide = new Shape(1, 1, 101);
        byte[] ramp = new byte[101];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) i;
        }
        Augmenter augmenter = new Augmenter(new Augmentation(false, false, 0, 0.1), wide, identity(1), 1);
        float[] out = new float[101];
        Set<Integer> moves = new HashSet<>();
        for (int epoch = 0; epoch < 300; epoch++) {
            augmenter.changed(new Images.Image("a", "d", 0, 1, 0, ramp), epoch, out, 0);
            moves.add(Math.round(out[50] * 255) - 50);
        }
        assertThat(Collections.min(moves)).isEqualTo(-10);
        assertThat(Collections.max(moves)).isEqualTo(10);
    }

    @Test
    void changeDependsOnSeedEpochAndImageOnly() {
        Augmentation all = new Augmentation(true, true, 20, 0.2);
        Augmenter first = new Augmenter(all, SHAPE, identity(2), 1);
        List<Float> expected = changed(first, "a", 5);
        changed(first, "b", 5);
        assertThat(changed(first, "a", 5)).isEqualTo(expected);
        assertThat(changed(new Augmenter(all, SHAPE, identity(2), 1), "a", 5)).isEqualTo(expected);
        assertThat(changed(first, "a", 6)).isNotEqualTo(expected);
        assertThat(changed(first, "b", 5)).isNotEqualTo(expected);
        assertThat(changed(new Augmenter(all, SHAPE, identity(2), 2), "a", 5)).isNotEqualTo(expected);
    }

    private interface Pixel {
        float of(int channel, int y, int x);
    }

    private static Set<List<Float>> seen(Augmentation augmentation) {
        Augmenter augmenter = new Augmenter(augmentation, SHAPE, identity(2), 1);
        Set<List<Float>> seen = new HashSet<>();
        for (int epoch = 0; epoch < 40; epoch++) {
            seen.add(changed(augmenter, "a", epoch));
        }
        return seen;
    }

    private static List<Float> changed(Augmenter augmenter, String id, int epoch) {
        float[] out = new float[SHAPE.size()];
        augmenter.changed(new Images.Image(id, "d", 0, 1, 0, PIXELS), epoch, out, 0);
        return floats((c, y, x) -> out[c * 20 + y * 4 + x]);
    }

    private static List<Float> floats(Pixel pixel) {
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < SHAPE.size(); i++) {
            values.add(Math.round(pixel.of(i / 20, i % 20 / 4, i % 4) * 1e4f) / 1e4f);
        }
        return values;
    }

    private static float at(int channel, int y, int x) {
        return (PIXELS[channel * 20 + y * 4 + x] & 255) / 255f;
    }

    private static Normalisation identity(int channels) {
        return new Normalisation(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }

    private static byte[] pixels() {
        byte[] pixels = new byte[SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37 % 251);
        }
        return pixels;
    }
}
