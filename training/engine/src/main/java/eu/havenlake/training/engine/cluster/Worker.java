package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Trainer;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Probe;
import eu.havenlake.training.spi.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** One worker's share of a training: takes its rows into memory, trains its replica, answers for the held-out images. */
final class Worker {

    private final Plan plan;
    private final int threads;
    private final Consumer<EpochRecord> progress;

    Worker(Plan plan, int threads, Consumer<EpochRecord> progress) {
        this.plan = plan;
        this.threads = threads;
        this.progress = progress;
    }

    Outcome run(Iterator<Row> rows) {
        try {
            return train(read(rows));
        } catch (HavenException refusal) {
            return new Outcome.Refused(refusal.getMessage());
        }
    }

    private Map<Part, Images> read(Iterator<Row> rows) {
        Map<String, Integer> numbers = plan.numbers();
        Map<Part, List<Images.Image>> lists = new EnumMap<>(Part.class);
        rows.forEachRemaining(row -> lists.computeIfAbsent(plan.parts().get(row.getString(0)), p -> new ArrayList<>())
                .add(TensorColumns.image(row, numbers)));
        Map<Part, Images> parts = new EnumMap<>(Part.class);
        lists.forEach((part, images) -> parts.put(part, new Images(plan.shape(), images)));
        return parts;
    }

    private Outcome train(Map<Part, Images> parts) {
        Engine engine = plan.engine().open(threads);
        String name = usable(engine);
        Images training = parts.get(Part.TRAINING);
        try (Replica replica = build(engine, Trainer.rows(plan.settings(), training))) {
            Trainer trainer = new Trainer(replica, training, plan.settings());
            List<EpochRecord> epochs = new ArrayList<>();
            int best = trainer.train(Optional.ofNullable(parts.get(Part.VALIDATION)), progress.andThen(epochs::add));
            List<Prediction> test = Optional.ofNullable(parts.get(Part.TEST))
                    .map(images -> predictions(images, trainer.predict(images)))
                    .orElse(List.of());
            return new Outcome.Trained(
                    name, threads, List.copyOf(epochs), best, Weights.of(replica), trainer.normalisation(), test);
        }
    }

    /** The engine's refusals (images too small, no memory) are for the user; later exceptions of it are bugs. */
    private Replica build(Engine engine, int rows) {
        try {
            Architecture architecture = new Architecture(
                    plan.settings().network(), plan.shape(), plan.classes().size());
            return engine.build(architecture, rows, plan.settings().seed());
        } catch (IllegalArgumentException | IllegalStateException refusal) {
            throw new HavenException(refusal.getMessage(), refusal);
        }
    }

    private static String usable(Engine engine) {
        return switch (engine.probe()) {
            case Probe.Usable usable -> usable.engine();
            case Probe.Unusable unusable -> throw new HavenException(unusable.reason());
        };
    }

    private static List<Prediction> predictions(Images images, double[][] probabilities) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> prediction(images.image(i), probabilities[i]))
                .toList();
    }

    private static Prediction prediction(Images.Image image, double[] probabilities) {
        List<Double> boxed = Arrays.stream(probabilities).boxed().toList();
        return new Prediction(image.id(), image.donor(), image.label(), boxed);
    }
}
