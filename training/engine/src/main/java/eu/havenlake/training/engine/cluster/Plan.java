package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.transfer.StartWeights;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Shape;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the driver has decided and a worker must know.
 *
 * @param settings of the training
 * @param shape of the images
 * @param classes names in order
 * @param counts how much each part holds
 * @param engine where the engine comes from
 * @param workers how many there are
 * @param threads compute threads of each
 * @param checkpoints folder for them
 * @param training fingerprint of data and settings
 * @param network to train
 * @param start what it begins with, unless it goes on from a checkpoint
 * @param done evaluations before the checkpoint to go on from; 0 = begin anew
 */
record Plan(
        TrainingSettings settings,
        Shape shape,
        List<String> classes,
        Map<Part, Split.Count> counts,
        EngineSource engine,
        int workers,
        int threads,
        String checkpoints,
        String training,
        Broadcast<Network> network,
        Broadcast<StartWeights> start,
        int done)
        implements Serializable {

    Lanes lanes() {
        return Lanes.of(counts.get(Part.TRAINING).images(), settings.batch(), settings.seed());
    }

    /** Images that a replica takes at once. */
    int rows() {
        return Math.ceilDiv(lanes().rows(workers), settings.microBatches());
    }

    /**
     * Whether a worker's images may lie in its heap.
     *
     * @param heap its largest size in bytes
     */
    boolean fitsHeap(long heap) {
        long images = counts.values().stream().mapToLong(Split.Count::images).sum();
        return Math.ceilDiv(images, workers) * (long) shape.size() <= settings.imagesInHeap() * heap;
    }

    /** Number of each class. */
    Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        return numbers;
    }

    /** The same training by a crew, from a checkpoint. */
    Plan with(Crew crew, int evaluations) {
        return new Plan(
                settings,
                shape,
                classes,
                counts,
                engine,
                crew.workers(),
                crew.threads(),
                checkpoints,
                training,
                network,
                start,
                evaluations);
    }
}
