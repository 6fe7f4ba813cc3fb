package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.training.engine.evaluation.Prediction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void eachClassIsSeenWithRightAndWrongAnswers() {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            predictions.add(prediction("a" + i, 0, i == 7 ? 1 : 0));
        }
        predictions.add(prediction("b", 1, 1));

        assertThat(Samples.choose(predictions, 4))
                .extracting(p -> p.label() + "→" + p.predicted())
                .containsExactly("0→0", "0→0", "0→1", "1→1");
    }

    @Test
    void choiceDoesNotDependOnOrder() {
        List<Prediction> predictions = new ArrayList<>(SampleReport.predictions());
        List<Prediction> chosen = Samples.choose(predictions, 12);
        Collections.reverse(predictions);

        assertThat(Samples.choose(predictions, 12))
                .isEqualTo(chosen)
                .hasSize(12)
                .doesNotHaveDuplicates();
    }

    @Test
    void fewerThanWantedAreAllShown() {
        assertThat(Samples.choose(List.of(prediction("a", 0, 1)), 12)).hasSize(1);
        assertThat(Samples.choose(List.of(), 12)).isEmpty();
    }

    @Test
    void planesBecomeColours() throws IOException {
        byte[] planes = {(byte) 255, 0, 10, (byte) 200, 0, 128 - 256};
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(new Samples.Pixels(2, 1, 3, planes).png()));

        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xff0a00);
        assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0x00c880);
    }

    @Test
    void onePlaneIsGrey() throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(new Samples.Pixels(1, 1, 1, new byte[] {(byte) 0x90}).png()));

        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0x909090);
    }

    @Test
    void wrongSizeIsRefused() {
        assertThatThrownBy(() -> new Samples.Pixels(2, 2, 3, new byte[4]))
                .hasMessageContaining("4 bytes are not 3 channels (1 or 3) of 2 x 2");
    }

    @Test
    void predictionWithoutItsImageIsLeftOut() {
        List<Prediction> two = List.of(prediction("a", 0, 1), prediction("b", 1, 1));
        var samples = Samples.of(two, List.of("no", "yes"), Map.of("b", new Samples.Pixels(1, 1, 1, new byte[1])));

        assertThat(samples).singleElement().satisfies(sample -> {
            assertThat(sample.truth()).isEqualTo("yes");
            assertThat(sample.right()).isTrue();
            assertThat(sample.probability()).isEqualTo(0.8);
        });
    }

    private static Prediction prediction(String image, int label, int answer) {
        return new Prediction(image, "donor", label, answer == 0 ? List.of(0.8, 0.2) : List.of(0.2, 0.8));
    }
}
