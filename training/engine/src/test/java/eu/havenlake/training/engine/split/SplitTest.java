package eu.havenlake.training.engine.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void donorsAndClustersStayTogether() {
        List<Item> items = random(1000, 300, 400, 5);
        Split split = Split.of(items, 0.15, 0.2, 1);
        assertTogether(items, split, Item::donor);
        assertTogether(items, split, Item::cluster);
        assertThat(split.parts().values()).contains(Part.TRAINING, Part.VALIDATION, Part.TEST);
    }

    @Test
    void chainsOfBothRelationsStayTogether() {
        List<Item> items = new ArrayList<>(List.of(
                new Item("i1", "a", "x", "c1"),
                new Item("i2", "b", "x", "c1"),
                new Item("i3", "b", "x", "c2"),
                new Item("i4", "c", "x", "c2")));
        assertThat(Groups.of(items)).containsExactly(items);
        items.add(new Item("i0", "d", "x", "c3"));
        assertThat(Groups.of(items)).hasSize(2);
    }

    @Test
    void orderOfRowsDoesNotMatter() {
        List<Item> items = new ArrayList<>(random(300, 120, 200, 5));
        Split first = Split.of(items, 0.2, 0.2, 9);
        Collections.shuffle(items, new Random(3));
        assertThat(Split.of(items, 0.2, 0.2, 9)).isEqualTo(first);
    }

    @Test
    void anotherSeedGivesAnotherSplit() {
        List<Item> items = random(300, 120, 200, 5);
        assertThat(Split.of(items, 0.2, 0.2, 1)).isNotEqualTo(Split.of(items, 0.2, 0.2, 2));
    }

    @Test
    void partsHaveTheAskedShareOfEachClass() {
        List<Item> items = IntStream.range(0, 400)
                .mapToObj(i -> new Item("i" + i, "d" + i / 2, i / 2 % 5 == 0 ? "rare" : "common", "c" + i))
                .toList();
        Map<Part, Split.Count> counts = Split.of(items, 0.15, 0.2, 1).counts(items);
        assertThat(counts.get(Part.TEST).classes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("rare", 16, "common", 64));
        assertThat(counts.get(Part.VALIDATION).classes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("rare", 12, "common", 48));
        assertThat(counts.get(Part.TRAINING).images()).isEqualTo(260);
        assertThat(counts.get(Part.TRAINING).donors()).isEqualTo(130);
        assertThat(counts.get(Part.TRAINING).clusters()).isEqualTo(260);
    }

    @Test
    void aGreatGroupDoesNotSpoilTheShares() {
        List<Item> items = new ArrayList<>(random(200, 200, 100_000, 3));
        IntStream.range(0, 100).forEach(i -> items.add(new Item("big" + i, "one", "l0", "b" + i)));
        Split.Count test = Split.of(items, 0.2, 0.2, 1).counts(items).get(Part.TEST);
        assertThat(test.images()).isBetween(50, 70);
    }

    @Test
    void aPartThatIsNotAskedForIsNotThere() {
        Split split = Split.of(random(100, 50, 100, 2), 0, 0.3, 1);
        assertThat(EnumSet.copyOf(split.parts().values())).containsExactlyInAnyOrder(Part.TRAINING, Part.TEST);
    }

    @Test
    void oneGroupCannotBeSplit() {
        List<Item> items = IntStream.range(0, 10)
                .mapToObj(i -> new Item("i" + i, "secret", "x", "c" + i))
                .toList();
        assertThatThrownBy(() -> Split.of(items, 0.2, 0.2, 1))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("10 images form only 1 group(s)")
                .hasMessageContaining("Add images of more donors")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anImageThatComesTwiceForADonorIsRefused() {
        List<Item> items = List.of(new Item("i1", "a", "x", "c1"), new Item("i1", "a", "x", "c2"));
        assertThatThrownBy(() -> Split.of(items, 0, 0.5, 1)).hasMessageContaining("image i1 comes twice");
    }

    @Test
    void donorsWhoHaveAFileInCommonAreInOnePart() {
        List<Item> items = new ArrayList<>(random(200, 60, 20, 3));
        items.add(new Item("same", "d1", "l0", "only same"));
        items.add(new Item("same", "d2", "l1", "only same, too"));
        Split split = Split.of(items, 0.2, 0.2, 1);
        assertTogether(items, split, item -> Set.of("d1", "d2").contains(item.donor()) ? "both" : item.donor());
        assertThat(split.counts(items).values().stream()
                        .mapToInt(Split.Count::images)
                        .sum())
                .isEqualTo(202);
    }

    private static void assertTogether(List<Item> items, Split split, Function<Item, String> key) {
        Map<String, Set<Part>> parts = new HashMap<>();
        items.forEach(item -> parts.computeIfAbsent(key.apply(item), k -> EnumSet.noneOf(Part.class))
                .add(split.parts().get(item.image())));
        assertThat(parts.values()).allMatch(used -> used.size() == 1);
    }

    private static List<Item> random(int images, int donors, int clusters, int labels) {
        Random random = new Random(7);
        return IntStream.range(0, images)
                .mapToObj(i -> new Item(
                        "i" + i,
                        "d" + random.nextInt(donors),
                        "l" + random.nextInt(labels),
                        "c" + (random.nextInt(4) == 0 ? random.nextInt(clusters) : 1_000_000 + i)))
                .toList();
    }
}
