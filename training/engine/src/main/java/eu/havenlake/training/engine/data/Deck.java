package eu.havenlake.training.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The training images of one worker in the order of an epoch. */
public final class Deck {

    private final Lanes lanes;
    private final int[] own;
    private final Map<Integer, Integer> places = new HashMap<>();

    /** @param images the worker's own, with their positions in the lanes */
    public Deck(Lanes lanes, Images images, int worker, int workers) {
        this.lanes = lanes;
        this.own = IntStream.iterate(worker, lane -> lane < lanes.lanes(), lane -> lane + workers)
                .toArray();
        for (int i = 0; i < images.size(); i++) {
            places.put(images.image(i).position(), i);
        }
    }

    /** For each batch of the epoch the places of its images among the worker's own; none for some, if there are few. */
    public List<int[]> shuffled(int epoch) {
        List<int[]> orders =
                Arrays.stream(own).mapToObj(lane -> lanes.order(lane, epoch)).toList();
        List<int[]> batches = new ArrayList<>();
        for (int number = 0; number < lanes.batches(); number++) {
            int at = number;
            batches.add(orders.stream()
                    .mapToInt(order -> order[at])
                    .filter(position -> position >= 0)
                    .map(places::get)
                    .toArray());
        }
        return batches;
    }
}
