package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where an image goes.
 *
 * @param image its id
 * @param part what it is used for
 * @param position its number in that part
 * @param worker who holds it
 */
record Seat(String image, Part part, int position, int worker) {

    /** A seat for each image. It depends on ids, split and seed, not on the order of the table. */
    static List<Seat> of(List<Item> items, Split split, Lanes lanes, int workers) {
        Map<Part, List<String>> parts = items.stream()
                .map(Item::image)
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.groupingBy(image -> split.parts().get(image)));
        List<Seat> seats = new ArrayList<>();
        parts.forEach((part, images) -> {
            int[] positions = lanes.positions();
            for (int i = 0; i < images.size(); i++) {
                int position = part == Part.TRAINING ? positions[i] : i;
                int worker = part == Part.TRAINING ? lanes.worker(position, workers) : i % workers;
                seats.add(new Seat(images.get(i), part, position, worker));
            }
        });
        return seats;
    }
}
