package eu.havenlake.training.engine.data;

import java.util.stream.IntStream;

/** Fills batches of fixed size with the images that one worker holds. */
public final class Batches {

    private final Images images;
    private final Augmenter augmenter;
    private final int rows;
    private final float[] classWeights;

    /**
     * @param rows of each batch
     * @param classWeights weight of an image by its class
     */
    public Batches(Images images, Augmenter augmenter, int rows, float[] classWeights) {
        this.images = images;
        this.augmenter = augmenter;
        this.rows = rows;
        this.classWeights = classWeights.clone();
    }

    /** Batches in one pass in the order of positions. */
    public int count() {
        return Math.ceilDiv(images.size(), rows);
    }

    /** An empty batch to fill. */
    public Batch allocate() {
        return new Batch(rows, images.shape().size());
    }

    /** Fills in the images at these places, as changed in an epoch. */
    public void training(Batch batch, int[] places, int epoch) {
        fill(batch, places, (image, offset) -> augmenter.changed(image, epoch, batch.images(), offset));
    }

    /** Fills in a batch of a pass, images as they are. */
    public void evaluation(Batch batch, int number) {
        int[] places = IntStream.range(first(number), Math.min(first(number + 1), images.size()))
                .toArray();
        fill(batch, places, (image, offset) -> augmenter.plain(image.pixels(), batch.images(), offset));
    }

    /** Place of the first image of a batch of a pass. */
    public int first(int number) {
        return number * rows;
    }

    private interface Write {
        void accept(Images.Image image, int offset);
    }

    private void fill(Batch batch, int[] places, Write write) {
        int size = images.shape().size();
        batch.real(places.length);
        for (int row = 0; row < rows && places.length > 0; row++) {
            Images.Image image = images.image(places[row % places.length]);
            batch.row(row, image.label(), row < places.length ? classWeights[image.label()] * image.weight() : 0);
            if (row < places.length) {
                write.accept(image, row * size);
            } else {
                System.arraycopy(batch.images(), row % places.length * size, batch.images(), row * size, size);
            }
        }
    }
}
