package eu.havenlake.training.engine.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Cuts a split into batches of fixed size. Batches of an epoch differ by one real row at most: a small rest would be a
 * step by few images at the full rate.
 */
public final class Batches {

    private final Images images;
    private final Augmenter augmenter;
    private final int rows;
    private final float[] classWeights;
    private final long seed;

    /**
     * @param rows of each batch
     * @param classWeights weight of an image by its class
     * @param seed of the order
     */
    public Batches(Images images, Augmenter augmenter, int rows, float[] classWeights, long seed) {
        this.images = images;
        this.augmenter = augmenter;
        this.rows = rows;
        this.classWeights = classWeights.clone();
        this.seed = seed;
    }

    /** Batches in one pass. */
    public int count() {
        return (images.size() + rows - 1) / rows;
    }

    /** An empty batch to fill. */
    public Batch allocate() {
        return new Batch(rows, images.shape().size());
    }

    /** The order of images in an epoch: a Fisher-Yates shuffle that depends on (seed, epoch) only. */
    public int[] shuffled(int epoch) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, epoch));
        int[] order = ordered();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The order of ids. */
    public int[] ordered() {
        return IntStream.range(0, images.size()).toArray();
    }

    /** Fills in a batch of changed images. */
    public void training(Batch batch, int[] order, int epoch, int number) {
        fill(batch, order, number, (image, offset) -> augmenter.changed(image, epoch, batch.images(), offset));
    }

    /** Fills in a batch of images as they are. */
    public void evaluation(Batch batch, int[] order, int number) {
        fill(batch, order, number, (image, offset) -> augmenter.plain(image.pixels(), batch.images(), offset));
    }

    private interface Write {
        void accept(Images.Image image, int offset);
    }

    private void fill(Batch batch, int[] order, int number, Write write) {
        int from = first(number);
        int real = first(number + 1) - from;
        int size = images.shape().size();
        for (int row = 0; row < rows; row++) {
            Images.Image image = images.image(order[from + row % real]);
            batch.row(row, image.label(), row < real ? classWeights[image.label()] : 0);
            if (row < real) {
                write.accept(image, row * size);
            } else {
                System.arraycopy(batch.images(), (row % real) * size, batch.images(), row * size, size);
            }
        }
        batch.real(real);
    }

    /** Index in the order of a batch's first row. */
    public int first(int number) {
        return (int) ((long) number * images.size() / count());
    }
}
