package eu.havenlake.training.engine.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How the training images are dealt to batches and workers. Images stand in lanes, as many as a batch has rows, each as
 * long as an epoch has batches; a batch takes one image of each lane. A lane belongs to one worker, and in each epoch it
 * is shuffled for itself: so a worker needs its own images only, and yet the same images meet in a batch however many
 * workers there are. Batches of an epoch differ by one image at most: a small rest would be a step by few images at the
 * full rate.
 *
 * @param images in all
 * @param batches in an epoch
 * @param lanes images of a full batch; the last lane may have gaps
 * @param seed of the order
 */
public record Lanes(int images, int batches, int lanes, long seed) {

    /**
     * Lanes for batches of at most {@code batch} images.
     *
     * @param images at least one
     */
    public static Lanes of(int images, int batch, long seed) {
        int batches = Math.ceilDiv(images, batch);
        return new Lanes(images, batches, Math.ceilDiv(images, batches), seed);
    }

    /** Images of a worker in a batch, at most. */
    public int rows(int workers) {
        return Math.ceilDiv(lanes, workers);
    }

    /** The worker that holds the image at a position. */
    public int worker(int position, int workers) {
        return position / batches % workers;
    }

    /** The positions of a lane in the order of an epoch's batches; {@code -1} where it has a gap. */
    int[] order(int lane, int epoch) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, epoch, lane));
        int[] order = IntStream.range(lane * batches, (lane + 1) * batches)
                .map(position -> position < images ? position : -1)
                .toArray();
        shuffle(order, random);
        return order;
    }

    /** A position for each image of the split, by its place in the order of ids. */
    public int[] positions() {
        int[] positions = IntStream.range(0, images).toArray();
        shuffle(positions, new SplittableRandom(Seeds.of(seed)));
        return positions;
    }

    /** Fisher and Yates. */
    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
