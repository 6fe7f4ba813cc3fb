package eu.havenlake.features.image;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Clusters of images that show the same: two images are near if their fingerprints differ in at most
 * {@value #FARTHEST} of 256 bits, and a cluster holds whatever is linked by near pairs. At 12 bits a third of all fundus
 * photographs would be one cluster, for every fundus is round and bright in the same places.
 */
final class NearDuplicates {
    static final int FARTHEST = 4;

    private NearDuplicates() {}

    /** For each image the number of the first image of its cluster. Compares all pairs: 10,000 images take seconds. */
    static int[] clusters(List<DifferenceHash> hashes) {
        int[] parent = IntStream.range(0, hashes.size()).toArray();
        for (int i = 0; i < parent.length; i++) {
            for (int j = i + 1; j < parent.length; j++) {
                if (hashes.get(i).distance(hashes.get(j)) <= FARTHEST) {
                    join(parent, i, j);
                }
            }
        }
        return IntStream.range(0, parent.length).map(i -> first(parent, i)).toArray();
    }

    private static void join(int[] parent, int i, int j) {
        int a = first(parent, i);
        int b = first(parent, j);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    private static int first(int[] parent, int i) {
        int first = i;
        while (parent[first] != first) {
            parent[first] = parent[parent[first]];
            first = parent[first];
        }
        return first;
    }
}
