package eu.havenlake.training.engine.split;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Seeds;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which image is used for what. Images of one donor, or of one cluster of near duplicates, stay together; parts have
 * the asked size, and the classes in the same proportion, as well as whole groups allow. Depends on seed and content,
 * not on the order of rows.
 *
 * @param parts part of each image id
 */
public record Split(Map<String, Part> parts) {

    /** Copies the map. */
    public Split {
        parts = Map.copyOf(parts);
    }

    /**
     * How much of the data a part holds.
     *
     * @param images number of images
     * @param donors number of donors
     * @param clusters number of clusters of near duplicates
     * @param classes images by label
     */
    public record Count(int images, int donors, int clusters, Map<String, Integer> classes)
            implements java.io.Serializable {}

    /**
     * Assigns groups in random order, each to the part that is furthest below its share of the group's classes.
     *
     * @param validation share of images for the validation part, 0 for none
     * @param test share of images for the test part, 0 for none
     * @throws HavenException if a part that is asked for would be empty, or an image comes twice for one donor
     */
    public static Split of(List<Item> items, double validation, double test, long seed) {
        refuseTwice(items);
        Map<Part, Double> shares = new EnumMap<>(Part.class);
        shares.put(Part.TRAINING, 1 - validation - test);
        shares.put(Part.VALIDATION, validation);
        shares.put(Part.TEST, test);
        shares.values().removeIf(share -> share <= 0);
        List<List<Item>> groups = Groups.of(items).stream()
                .sorted(Comparator.comparingInt((List<Item> group) -> -group.size())
                        .thenComparingLong(group ->
                                Seeds.of(seed, Seeds.of(group.getFirst().image()))))
                .toList();
        Assignment assignment = new Assignment(shares, countByLabel(items));
        Map<String, Part> parts = new HashMap<>();
        for (List<Item> group : groups) {
            Part part = assignment.assign(countByLabel(group));
            group.forEach(item -> parts.put(item.image(), part));
        }
        shares.keySet().forEach(part -> refuseEmpty(part, parts.values(), items.size(), groups.size()));
        return new Split(parts);
    }

    /** Counts of each part, for a report: numbers only. */
    public Map<Part, Count> counts(List<Item> items) {
        Map<Part, List<Item>> byPart = items.stream()
                .collect(Collectors.groupingBy(
                        item -> parts.get(item.image()), () -> new EnumMap<>(Part.class), Collectors.toList()));
        Map<Part, Count> counts = new EnumMap<>(Part.class);
        byPart.forEach((part, members) -> counts.put(part, count(members)));
        return counts;
    }

    private static Count count(List<Item> items) {
        return new Count(
                items.size(),
                (int) items.stream().map(Item::donor).distinct().count(),
                (int) items.stream().map(Item::cluster).distinct().count(),
                countByLabel(items));
    }

    private static Map<String, Integer> countByLabel(List<Item> items) {
        return items.stream().collect(Collectors.toMap(Item::label, item -> 1, Integer::sum, TreeMap::new));
    }

    private static void refuseTwice(List<Item> items) {
        Set<List<String>> seen = new HashSet<>();
        for (Item item : items) {
            if (!seen.add(List.of(item.image(), item.donor()))) {
                throw new HavenException("Cannot split the images: image " + item.image()
                        + " comes twice for one donor. Make the tensors again, one row for each.");
            }
        }
    }

    private static void refuseEmpty(Part part, Collection<Part> used, int images, int groups) {
        if (!used.contains(part)) {
            throw new HavenException(
                    "Cannot split the images: the " + part.name().toLowerCase(java.util.Locale.ROOT)
                            + " part would be empty, because " + images + " images form only " + groups
                            + " group(s) that must stay together (same donor or near duplicates). Add images of more donors,"
                            + " or set its fraction to 0.");
        }
    }

    /** What each part should hold of each class, and what it holds so far. */
    private static final class Assignment {

        private final Map<Part, Double> shares;
        private final Map<String, Integer> totals;
        private final Map<Part, Map<String, Integer>> held = new EnumMap<>(Part.class);

        Assignment(Map<Part, Double> shares, Map<String, Integer> totals) {
            this.shares = shares;
            this.totals = totals;
            shares.keySet().forEach(part -> held.put(part, new HashMap<>()));
        }

        Part assign(Map<String, Integer> group) {
            Part part = shares.keySet().stream()
                    .min(Comparator.comparingDouble(candidate -> cost(candidate, group)))
                    .orElseThrow();
            group.forEach((label, n) -> held.get(part).merge(label, n, Integer::sum));
            return part;
        }

        /** By how much Σ (held − wanted)² / wanted grows if the part takes the group. */
        private double cost(Part part, Map<String, Integer> group) {
            double cost = 0;
            for (Map.Entry<String, Integer> entry : group.entrySet()) {
                double wanted = shares.get(part) * totals.get(entry.getKey());
                double before = held.get(part).getOrDefault(entry.getKey(), 0) - wanted;
                double after = before + entry.getValue();
                cost += (after * after - before * before) / wanted;
            }
            return cost;
        }
    }
}
