package eu.havenlake.training.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.spi.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

    @ParameterizedTest
    @CsvSource({"21, 8", "1, 8", "8, 8", "64, 16", "100, 7", "5, 1", "3, 100", "17, 4"})
    void everyImageComesOncePerEpochAndBatchesAreEven(int images, int batch) {
        for (int workers = 1; workers <= 5; workers++) {
            Lanes lanes = Lanes.of(images, batch, 1);
            List<Set<Integer>> batches = batches(lanes, workers, 3);
            assertThat(batches.stream().flatMap(Set::stream))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, images).boxed().toList());
            assertThat(batches)
                    .allSatisfy(one -> assertThat(one).hasSizeBetween(images / batches.size(), lanes.lanes()));
            assertThat(lanes.lanes()).isLessThanOrEqualTo(batch).isLessThanOrEqualTo(images / batches.size() + 1);
        }
    }

    @Test
    void theSameImagesMeetInABatchHoweverManyWorkersThereAre() {
        Lanes lanes = Lanes.of(61, 12, 7);
        assertThat(batches(lanes, 2, 5)).isEqualTo(batches(lanes, 1, 5));
        assertThat(batches(lanes, 4, 5)).isEqualTo(batches(lanes, 1, 5));
        assertThat(batches(lanes, 11, 5)).isEqualTo(batches(lanes, 1, 5));
    }

    @Test
    void noWorkerHasMoreRowsInABatchThanItsReplica() {
        Lanes lanes = Lanes.of(61, 12, 7);
        for (int worker = 0; worker < 5; worker++) {
            assertThat(own(lanes, worker, 5, 0))
                    .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(lanes.rows(5)));
        }
    }

    @Test
    void orderDependsOnSeedAndEpoch() {
        Lanes lanes = Lanes.of(64, 8, 1);
        assertThat(batches(lanes, 1, 3)).isEqualTo(batches(lanes, 1, 3)).isNotEqualTo(batches(lanes, 1, 4));
        assertThat(batches(Lanes.of(64, 8, 2), 1, 3)).isNotEqualTo(batches(lanes, 1, 3));
        assertThat(lanes.positions()).isNotEqualTo(Lanes.of(64, 8, 2).positions());
    }

    /** The positions of the images in each batch of an epoch, of all workers. */
    private static List<Set<Integer>> batches(Lanes lanes, int workers, int epoch) {
        List<Set<Integer>> batches = new ArrayList<>();
        IntStream.range(0, lanes.batches()).forEach(i -> batches.add(new TreeSet<>()));
        for (int worker = 0; worker < workers; worker++) {
            List<List<Integer>> own = own(lanes, worker, workers, epoch);
            IntStream.range(0, own.size()).forEach(i -> batches.get(i).addAll(own.get(i)));
        }
        return batches;
    }

    private static List<List<Integer>> own(Lanes lanes, int worker, int workers, int epoch) {
        Images held = new Images(
                new Shape(1, 4, 4),
                Discs.list(lanes.images(), 4, 1).stream()
                        .filter(image -> lanes.worker(image.position(), workers) == worker)
                        .toList());
        return new Deck(lanes, held, worker, workers)
                .shuffled(epoch).stream()
                        .map(places -> IntStream.of(places)
                                .mapToObj(place -> held.image(place).position())
                                .toList())
                        .toList();
    }
}
