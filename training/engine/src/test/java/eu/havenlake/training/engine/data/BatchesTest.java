package eu.havenlake.training.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.spi.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final Images images = Discs.images(21, 6, 1);
    private final Normalisation normalisation = Normalisation.of(Normalisation.histogram(images));
    private final Augmenter augmenter = new Augmenter(Augmentation.NONE, images.shape(), normalisation, 1);
    private final Batches batches = new Batches(images, augmenter, 8, new float[] {1, 3});

    @Test
    void fillerRepeatsRealRowsWithWeightZero() {
        Batch batch = batches.allocate();
        batches.training(batch, new int[] {0, 1, 2, 3, 4, 5, 6}, 0);
        int size = images.shape().size();
        assertThat(Arrays.copyOfRange(batch.images(), 7 * size, 8 * size))
                .isEqualTo(Arrays.copyOfRange(batch.images(), 0, size));
        assertThat(batch.labels()[7]).isEqualTo(batch.labels()[0]);
        assertThat(batch.weights()).containsExactly(1, 3, 1, 3, 1, 3, 1, 0);
    }

    @Test
    void aReusedBatchKeepsNothingOfTheLastOne() {
        Batch reused = batches.allocate();
        batches.evaluation(reused, 0);
        batches.evaluation(reused, 2);
        Batch fresh = batches.allocate();
        batches.evaluation(fresh, 2);
        assertThat(reused.images()).isEqualTo(fresh.images());
        assertThat(reused.labels()).isEqualTo(fresh.labels());
        assertThat(reused.weights()).isEqualTo(fresh.weights());
    }

    @Test
    void aBatchWithoutImagesHoldsNoRealRow() {
        Batch batch = batches.allocate();
        batches.training(batch, new int[0], 0);
        assertThat(batch.real()).isZero();
    }

    @Test
    void imagesAreInTheOrderOfPositionsHoweverTheyArrive() {
        List<Images.Image> shuffled = new ArrayList<>(Discs.list(10, 6, 1));
        Collections.reverse(shuffled);
        Images sorted = new Images(new Shape(1, 6, 6), shuffled);
        assertThat(IntStream.range(0, 10).mapToObj(i -> sorted.image(i).id()))
                .containsExactly("d000", "d001", "d002", "d003", "d004", "d005", "d006", "d007", "d008", "d009");
    }

    @Test
    void anImageOfAnotherSizeIsRefusedWithoutItsDonor() {
        assertThatThrownBy(() -> new Images(new Shape(1, 5, 5), Discs.list(1, 6, 1)))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("d000")
                .hasMessageContaining("36 bytes where 1x5x5 needs 25")
                .hasMessageNotContaining("donor000");
    }
}
