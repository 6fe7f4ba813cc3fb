package eu.havenlake.training.engine.split;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What the split needs to know of an image of a donor. A file that came for several donors is an item of each.
 *
 * @param image id of the file
 * @param donor pseudonym
 * @param label its class
 * @param cluster images of one cluster look (nearly) the same
 */
public record Item(String image, String donor, String label, String cluster) implements Serializable {
    /** That of ids; it does not depend on the order of a table. */
    public static final Comparator<Item> ORDER =
            Comparator.comparing(Item::image).thenComparing(Item::donor);
}
