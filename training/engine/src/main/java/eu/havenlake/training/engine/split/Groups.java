package eu.havenlake.training.engine.split;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Connected components of "same file", "same donor" and "same cluster": whatever of them is on two sides of a split lets a model
 * recognise instead of generalise.
 */
final class Groups {

    private final int[] parent;

    private Groups(int items) {
        parent = IntStream.range(0, items).toArray();
    }

    /** The components, each in the order of image ids, and they in the order of their first image. */
    static List<List<Item>> of(List<Item> items) {
        List<Item> sorted = items.stream().sorted(Item.ORDER).toList();
        Groups groups = new Groups(sorted.size());
        groups.join(sorted, Item::image);
        groups.join(sorted, Item::donor);
        groups.join(sorted, Item::cluster);
        Collection<List<Integer>> members = IntStream.range(0, sorted.size())
                .boxed()
                .collect(Collectors.groupingBy(groups::root))
                .values();
        return members.stream()
                .map(group -> group.stream().map(sorted::get).toList())
                .sorted(Comparator.comparing(
                        (List<Item> group) -> group.getFirst().image()))
                .toList();
    }

    private void join(List<Item> items, Function<Item, String> key) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Integer other = seen.putIfAbsent(key.apply(items.get(i)), i);
            if (other != null) {
                parent[root(i)] = root(other);
            }
        }
    }

    /** Follows and halves the path to the root (Tarjan and van Leeuwen 1984). */
    private int root(int item) {
        int at = item;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
