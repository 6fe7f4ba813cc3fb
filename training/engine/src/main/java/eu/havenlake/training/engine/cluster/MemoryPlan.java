package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Layout;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a worker will need, before anything is started: each array in bytes. The heap is what Java sees; the rest the
 * engine takes from the system, and a cluster manager kills executors that take more of it than they have asked for.
 *
 * @param architecture of the network
 * @param parameters its number
 * @param workers that share a step
 * @param rows images that the engine takes at once
 * @param imagesInHeap share of the heap that images may take; with 0 they lie in a file
 * @param heap bytes by what they are for
 * @param outside bytes outside of the heap, likewise
 * @param perStep bytes that each worker receives over the network in a step
 */
public record MemoryPlan(
        Architecture architecture,
        long parameters,
        int workers,
        int rows,
        double imagesInHeap,
        Map<String, Long> heap,
        Map<String, Long> outside,
        long perStep) {

    private static final String IMAGES = "images";
    private static final long MIB = 1L << 20;

    /** Unpacked libraries of the engine, and what a JVM of Spark needs besides its heap. */
    private static final long LIBRARIES = 150 * MIB;

    private static final long JVM = 300 * MIB;

    /** Pieces on their way: eight of 2 MiB, as bytes and as numbers. */
    private static final long IN_FLIGHT = 32 * MIB;

    /** Spark itself, with what it keeps of tasks and shuffles. */
    private static final long SPARK = 400 * MIB;

    static MemoryPlan of(
            TrainingSettings settings, Architecture architecture, Layout layout, long images, int trainingImages) {
        int workers = Math.max(1, settings.workers().number());
        Lanes lanes = Lanes.of(trainingImages, settings.batch(), settings.seed());
        int rows = Math.ceilDiv(lanes.rows(workers), settings.microBatches());
        long model = 4L * layout.parameterCount();
        long batch = 4L * rows * architecture.input().size();
        Map<String, Long> heap = new LinkedHashMap<>();
        heap.put("weights", model);
        heap.put("gradients", settings.microBatches() > 1 ? 2 * model : model);
        heap.put("optimiser, own slice", slices(settings) * model / workers);
        heap.put("best weights so far, own slice", settings.validationFraction() > 0 ? model / workers : 0);
        heap.put("pieces on their way", workers > 1 ? IN_FLIGHT : 0);
        heap.put("batch", 2 * batch);
        long ofImages = Math.ceilDiv(images, workers) * architecture.input().size();
        heap.put(IMAGES, settings.imagesInHeap() > 0 ? ofImages : 0);
        heap.put("Spark", SPARK);
        Map<String, Long> outside = new LinkedHashMap<>();
        outside.put("weights, forward and backward layout", 2 * model);
        outside.put("gradients", model);
        outside.put("activations and their gradients", 2 * 4L * rows * layout.activations());
        outside.put("pieces on their way", workers > 1 ? IN_FLIGHT : 0);
        outside.put("libraries", LIBRARIES);
        outside.put("JVM", JVM);
        return new MemoryPlan(
                architecture,
                layout.parameterCount(),
                workers,
                rows,
                settings.imagesInHeap(),
                heap,
                outside,
                (settings.workers().wire().bytes() + 4L) * layout.parameterCount() * (workers - 1) / workers);
    }

    /** Arrays of a slice's length: the optimiser's own, the average. */
    private static long slices(TrainingSettings settings) {
        long state = switch (settings.optimizer()) {
            case SGD, NESTEROV, LARS -> 1;
            case ADAM, ADAMW -> 2;
        };
        return state + (settings.weightAverage() > 0 ? 1 : 0);
    }

    /**
     * Least sensible {@code spark.executor.memory} in MiB: half as much again, for the collector to work with, and enough
     * that the images stay in it.
     */
    public long executorMemory() {
        long forImages = imagesInHeap > 0 ? (long) (heap.get(IMAGES) / imagesInHeap) : 0;
        return rounded(Math.max(sum(heap) * 3 / 2, forImages));
    }

    /** Least sensible {@code spark.executor.memoryOverhead} in MiB. */
    public long memoryOverhead() {
        return rounded(sum(outside));
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long rounded(long bytes) {
        return Math.ceilDiv(bytes, 256 * MIB) * 256;
    }
}
