package eu.havenlake.training.engine.data;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.spi.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labelled images of one split, as bytes (a quarter of the floats): those that one worker holds. */
public final class Images {

    /**
     * One image.
     *
     * @param id unique in the data set
     * @param donor pseudonym
     * @param label number of its class
     * @param weight how much it counts in the loss, above 0; 1 as a rule
     * @param position its number in its split, over all workers, from 0
     * @param source its pixels
     */
    public record Image(String id, String donor, int label, float weight, int position, Pixels source) {

        /** An image in memory. */
        public Image(String id, String donor, int label, float weight, int position, byte[] pixels) {
            this(id, donor, label, weight, position, Pixels.of(pixels));
        }

        /** Unsigned bytes, one plane per channel, rows from the top. */
        public byte[] pixels() {
            return source.bytes();
        }
    }

    private final Shape shape;
    private final List<Image> images;

    /**
     * Sorts by position: what follows must not depend on the order in which rows arrived.
     *
     * @throws HavenException if an image does not fit the shape
     */
    public Images(Shape shape, List<Image> images) {
        images.forEach(image -> refuseSize(image.id(), image.source().length(), shape));
        this.shape = shape;
        this.images = new ArrayList<>(images);
        this.images.sort(Comparator.comparingInt(Image::position));
    }

    /** @throws HavenException if an image of so many bytes does not fit the shape */
    public static void refuseSize(String id, int bytes, Shape shape) {
        if (bytes != shape.size()) {
            throw new HavenException("Cannot use image " + id + ": it has " + bytes + " bytes where " + shape
                    + " needs " + shape.size() + ". Make the tensors again with one size.");
        }
    }

    /** Extent of every image. */
    public Shape shape() {
        return shape;
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /** The image at a place in the order of positions. */
    public Image image(int index) {
        return images.get(index);
    }

    /** Labels in the order of positions. */
    public int[] labels() {
        return images.stream().mapToInt(Image::label).toArray();
    }
}
