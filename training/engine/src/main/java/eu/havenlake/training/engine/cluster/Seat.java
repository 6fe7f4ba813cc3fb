package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where an image goes.
 *
 * @param image its id
 * @param donor whose it is
 * @param part what it is used for
 * @param position its number in that part
 * @param worker who holds it
 */
record Seat(String image, String donor, Part part, int position, int worker) {

    /** A seat for each image. It depends on ids, split and seed, not on the order of the table. */
    static List<Seat> of(List<Item> items, Split split, Lanes lanes, int workers) {
        Map<Part, List<Item>> parts = items.stream()
                .sorted(Item.ORDER)
                .collect(Collectors.groupingBy(item -> split.parts().get(item.image())));
        List<Seat> seats = new ArrayList<>();
        parts.forEach((part, images) -> {
            int[] positions = lanes.positions();
            for (int i = 0; i < images.size(); i++) {
                int position = part == Part.TRAINING ? positions[i] : i;
                int worker = part == Part.TRAINING ? lanes.worker(position, workers) : i % workers;
                seats.add(new Seat(images.get(i).image(), images.get(i).donor(), part, position, worker));
            }
        });
        return seats;
    }
}
