package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.checkpoint.Checkpoints;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.PixelFile;
import eu.havenlake.training.engine.data.Pixels;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.exchange.LostWorker;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Trainer;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Probe;
import eu.havenlake.training.spi.Replica;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Row;

/** One worker's share of a training: takes its rows into memory, trains its replica, answers for its held-out images. */
final class Worker {

    private final Plan plan;
    private final Meeting meeting;
    private final Consumer<EpochRecord> progress;

    Worker(Plan plan, Meeting meeting, Consumer<EpochRecord> progress) {
        this.plan = plan;
        this.meeting = meeting;
        this.progress = progress;
    }

    /**
     * All that is ready before the workers meet.
     *
     * @param engine name and version
     * @param file that holds the images, if the heap does not
     */
    private record Prepared(String engine, Replica replica, Optional<PixelFile> file, Map<Part, Images> parts) {
        Optional<Images> part(Part part) {
            return Optional.ofNullable(parts.get(part));
        }
    }

    Outcome run(Iterator<Row> rows) {
        Prepared prepared;
        try {
            prepared = prepare(rows);
        } catch (HavenException refusal) {
            meeting.refuse(refusal.getMessage());
            return new Outcome.Refused(refusal.getMessage());
        }
        try (Replica replica = prepared.replica()) {
            return train(prepared);
        } catch (HavenException refusalOfAnother) {
            return new Outcome.Refused(refusalOfAnother.getMessage());
        } finally {
            prepared.file().ifPresent(PixelFile::close);
        }
    }

    private Prepared prepare(Iterator<Row> rows) {
        Optional<PixelFile> file = plan.fitsHeap(Runtime.getRuntime().maxMemory())
                ? Optional.empty()
                : Optional.of(new PixelFile(localFolder(), plan.shape().size()));
        try {
            Map<Part, Images> parts = read(rows, file);
            Engine engine = plan.engine().open(plan.threads());
            return new Prepared(usable(engine), build(engine), file, parts);
        } catch (Throwable trouble) {
            file.ifPresent(PixelFile::close);
            throw trouble;
        }
    }

    /** Spark removes it with the executor. */
    private static Path localFolder() {
        return SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
    }

    /** Parts that exist, with the images of this worker; maybe none. */
    private Map<Part, Images> read(Iterator<Row> rows, Optional<PixelFile> file) {
        Function<byte[], Pixels> keep =
                bytes -> file.map(open -> open.add(bytes)).orElseGet(() -> Pixels.of(bytes));
        Map<String, Integer> numbers = plan.numbers();
        Map<Part, List<Images.Image>> lists = new EnumMap<>(Part.class);
        plan.counts().keySet().forEach(part -> lists.put(part, new ArrayList<>()));
        rows.forEachRemaining(row -> lists.get(TensorColumns.part(row)).add(TensorColumns.image(row, numbers, keep)));
        Map<Part, Images> parts = new EnumMap<>(Part.class);
        lists.forEach((part, images) -> parts.put(part, new Images(plan.shape(), images)));
        return parts;
    }

    private Outcome train(Prepared prepared) {
        try (Exchange exchange = meeting.join(
                        plan.settings().workers().wire(),
                        Duration.ofSeconds(plan.settings().workers().heartbeat()));
                TrainingMetrics metrics = TrainingMetrics.open()) {
            Outcome outcome = train(prepared, exchange, metrics);
            meeting.part();
            return outcome;
        }
    }

    private Outcome train(Prepared prepared, Exchange exchange, TrainingMetrics metrics) {
        try {
            Trainer trainer = new Trainer(
                    prepared.replica(), prepared.parts().get(Part.TRAINING), plan.lanes(), exchange, plan.settings());
            Course course = new Course(plan, checkpoints(), trainer, exchange, progress.andThen(metrics::set));
            int best = course.run(prepared.part(Part.VALIDATION));
            Map<Part, List<Prediction>> answers = new EnumMap<>(Part.class);
            for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
                prepared.part(part)
                        .ifPresent(images -> answers.put(part, predictions(images, trainer.predict(images))));
            }
            return exchange.worker() > 0
                    ? new Outcome.Answered(answers)
                    : new Outcome.Trained(
                            prepared.engine(),
                            plan.threads(),
                            course.epochs(),
                            best,
                            Weights.of(prepared.replica()),
                            trainer.normalisation(),
                            answers);
        } catch (HavenException refusal) {
            exchange.refuse(refusal.getMessage());
            return new Outcome.Refused(refusal.getMessage());
        } catch (LostWorker lost) {
            throw lost;
        } catch (RuntimeException fault) {
            // Else the others would take this worker for lost, and all would begin again with the same fault.
            exchange.refuse("Worker " + exchange.worker() + " failed: " + fault);
            throw fault;
        }
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(
                plan.checkpoints(),
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
    }

    /** The engine's refusals (images too small, no memory) are for the user; later exceptions of it are bugs. */
    private Replica build(Engine engine) {
        try {
            Architecture architecture = new Architecture(
                    plan.network().value(), plan.shape(), plan.classes().size());
            Replica replica =
                    engine.build(architecture, plan.rows(), plan.settings().seed());
            return started(replica);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException refusal) {
            throw new HavenException(refusal.getMessage(), refusal);
        }
    }

    private Replica started(Replica replica) {
        try {
            plan.start().value().apply(replica);
            return replica;
        } catch (Throwable trouble) {
            replica.close();
            throw trouble;
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
