package eu.havenlake.training.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.spi.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    @Test
    void eachChannelIsMeasuredForItself() {
        byte[] pixels = {0, (byte) 255, 51, 51};
        Images images = new Images(new Shape(2, 1, 2), List.of(new Images.Image("a", "d", 0, 1, 0, pixels)));
        Normalisation measured = Normalisation.of(Normalisation.histogram(images));
        assertThat(measured.mean().get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(measured.deviation().get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(measured.mean().get(1)).isCloseTo(0.2, within(1e-12));
        assertThat(measured.deviation().get(1))
                .as("a flat channel is not divided by 0")
                .isEqualTo(1);
    }

    @Test
    void normalisedImagesHaveMeanZeroAndDeviationOne() {
        Images images = Discs.images(20, 12, 5);
        Augmenter augmenter =
                new Augmenter(Augmentation.NONE, images.shape(), Normalisation.of(Normalisation.histogram(images)), 1);
        double sum = 0;
        double squares = 0;
        float[] out = new float[images.shape().size()];
        for (int i = 0; i < images.size(); i++) {
            augmenter.plain(images.image(i).pixels(), out, 0);
            for (float value : out) {
                sum += value;
                squares += value * value;
            }
        }
        double n = 20.0 * out.length;
        assertThat(sum / n).isCloseTo(0, within(1e-5));
        assertThat(squares / n).isCloseTo(1, within(1e-4));
    }

    @Test
    void seedsOfDifferentPurposesDiffer() {
        assertThat(List.of(
                        Seeds.of(1),
                        Seeds.of(1, 0),
                        Seeds.of(1, 1),
                        Seeds.of(2, 0),
                        Seeds.of(1, 0, 1),
                        Seeds.of(1, 1, 0)))
                .doesNotHaveDuplicates();
        assertThat(Seeds.of("a")).isEqualTo(Seeds.of("a")).isNotEqualTo(Seeds.of("b"));
    }
}
