package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.settings.Loss;
import eu.havenlake.training.engine.split.Split;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The classes of a training: names of labels in an order that means something where labels are grades. */
public final class Classes {

    private Classes() {}

    /** Distinct labels, by number where all are whole numbers, else by name. */
    static List<String> of(Stream<String> labels) {
        List<String> names = labels.distinct().toList();
        Comparator<String> order = grades(names)
                ? Comparator.<String>comparingInt(Integer::parseInt).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return names.stream().sorted(order).toList();
    }

    private static boolean grades(List<String> names) {
        return names.stream().allMatch(name -> name.matches("-?\\d{1,9}"));
    }

    /** The order of names means nothing. */
    static void refuseUnordered(List<String> classes, Loss loss) {
        if (loss == Loss.ORDINAL && !grades(classes)) {
            throw new HavenException("Cannot train with training.loss = ordinal: the labels " + classes
                    + " are no grades. Give labels that are whole numbers, or use training.loss = cross_entropy.");
        }
    }

    /** A network cannot learn to tell apart what it has seen one of. */
    static void refuseTooFew(List<String> classes, Split.Count training) {
        if (classes.size() < 2) {
            throw new HavenException("Cannot train: all images have the same label " + classes
                    + ". Add images with another label, or choose another training.target.");
        }
        List<String> missing = classes.stream()
                .filter(name -> !training.classes().containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new HavenException("Cannot train: the training part has no image with label "
                    + String.join(", ", missing) + ", because there are too few donors with it."
                    + " Add such images, or leave the label out.");
        }
    }

    /** Number of the most frequent class of the training part; the first of equals. */
    public static int majority(List<String> classes, Map<String, Integer> counts) {
        return classes.indexOf(classes.stream()
                .max(Comparator.comparingInt((String name) -> counts.getOrDefault(name, 0))
                        .thenComparing(classes::indexOf, Comparator.reverseOrder()))
                .orElseThrow());
    }
}
