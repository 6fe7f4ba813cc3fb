package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.loader.EngineLoader;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.SoftmaxCrossEntropy;
import eu.havenlake.training.engine.worker.Trainer;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Replica;
import eu.havenlake.training.spi.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * HavenLake's training loop with its default settings (augmentation, class weights, optimiser, schedule) against the bare
 * engine, which goes forward and back over one batch that stays the same while one loop moves the weights against the
 * gradient; and against PyTorch, which goes forward and back only. All with a thread for each core.
 *
 * <p>{@code -Dhaven.python=/usr/bin/python3} names the Python that has torch and torchvision. A newer PyTorch comes with
 * the Deep Java Library; it dies on processors that hide the sizes of their caches, and is left out there.
 */
class TrainingBench {
    private static final int CLASSES = 5;
    private static final int ROUNDS = 5;

    @TempDir
    static Path folder;

    /** What is trained: a network, images of so many pixels a side, so many at a time and in a run. */
    private record Load(String model, int side, int batch, int images) {
        Shape shape() {
            return new Shape(3, side, side);
        }

        TrainingSettings settings() {
            return Lakes.settings(Map.of(
                            "training.model",
                            model,
                            "training.batch",
                            String.valueOf(batch),
                            "training.epochs",
                            "1",
                            "training.patience",
                            "0"))
                    .training(StudyFile.NONE);
        }

        Replica replica() {
            Engine engine = EngineLoader.open(
                    Path.of(settings().engineJars()), Runtime.getRuntime().availableProcessors());
            return engine.build(new Architecture(settings().network(ModelFile.NONE), shape(), CLASSES), batch, 1);
        }

        @Override
        public String toString() {
            return "%s, 3x%dx%2$d, batch %d".formatted(model, side, batch);
        }

        String file(String other) {
            return "training-%s-%d-%s".formatted(model, side, other);
        }
    }

    @ParameterizedTest
    @CsvSource({"resnet18, 64, 16, 512, 0.9", "resnet50, 224, 8, 120, 0.97"})
    void trainingLoopAgainstBareEngine(String model, int side, int batch, int images, double bar) throws Exception {
        Load load = new Load(model, side, batch, images);
        try (Replica replica = load.replica()) {
            Score score = duel(load, "the bare engine", bar)
                    .run(new Loop(load, replica), new BareEngine(load, replica), folder, load.file("engine"));
            assertThat(score.items()).isEqualTo(images);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "python, resnet50, 224, 8, 120, 1.25",
        "python, resnet50, 64, 32, 960, 2",
        "djl, resnet50, 224, 8, 120, 1.25",
        "djl, resnet50, 64, 32, 960, 2"
    })
    void trainingLoopAgainstPyTorch(String source, String model, int side, int batch, int images, double bar)
            throws Exception {
        Load load = new Load(model, side, batch, images);
        try (Torch torch = Torch.start(
                        Torch.Source.valueOf(source.toUpperCase(Locale.ROOT)), model, side, batch, CLASSES, images);
                Replica replica = load.replica()) {
            Score score = duel(load, torch.name(), bar)
                    .run(new Loop(load, replica), torch, folder, load.file("pytorch-" + source));
            assertThat(score.items()).isEqualTo(images);
        }
    }

    /** What the engine by itself would reach, whatever the loop around it does. */
    @ParameterizedTest
    @CsvSource({"resnet50, 224, 8, 120, 1.25", "resnet50, 64, 32, 960, 2"})
    void bareEngineAgainstPyTorch(String model, int side, int batch, int images, double bar) throws Exception {
        Load load = new Load(model, side, batch, images);
        try (Torch torch = Torch.start(Torch.Source.PYTHON, model, side, batch, CLASSES, images);
                Replica replica = load.replica()) {
            Score score = new Duel("Bare engine and " + torch.name() + ", " + load, "images/s", bar, ROUNDS)
                    .run(new BareEngine(load, replica), torch, folder, load.file("engine-pytorch"));
            assertThat(score.items()).isEqualTo(images);
        }
    }

    private static Duel duel(Load load, String other, double bar) {
        return new Duel("Training and " + other + ", " + load, "images/s", bar, ROUNDS);
    }

    private static Images generated(Load load) {
        SplittableRandom random = new SplittableRandom(1);
        List<Images.Image> list = IntStream.range(0, load.images)
                .mapToObj(i -> {
                    byte[] pixels = new byte[load.shape().size()];
                    random.nextBytes(pixels);
                    return new Images.Image(
                            "image%04d".formatted(i), "donor%04d".formatted(i), i % CLASSES, 1, i, pixels);
                })
                .toList();
        return new Images(load.shape(), list);
    }

    private record Loop(Replica replica, Images images, TrainingSettings settings) implements Side {
        Loop(Load load, Replica replica) {
            this(replica, generated(load), load.settings());
        }

        @Override
        public String name() {
            return "HavenLake training loop";
        }

        @Override
        public Work prepare(Path run) {
            Lanes lanes = Lanes.of(images.size(), settings.batch(), settings.seed());
            Trainer trainer = new Trainer(replica, images, lanes, Exchange.alone(), settings);
            List<EpochRecord> epochs = new ArrayList<>();
            return new Work() {
                @Override
                public void run() {
                    assertThat(trainer.train(Optional.empty(), epochs::add)).isEqualTo(1);
                }

                @Override
                public long items() {
                    return (long) epochs.size() * images.size();
                }
            };
        }
    }

    private static final class BareEngine implements Side, Side.Work {
        private static final float RATE = 1e-4f;

        private final Load load;
        private final Replica replica;
        private final float[] batch;
        private final int[] labels;
        private final float[] weights;
        private final float[] logits;
        private final float[] gradient;
        private int done;

        BareEngine(Load load, Replica replica) {
            this.load = load;
            this.replica = replica;
            batch = new float[load.batch * load.shape().size()];
            labels = IntStream.range(0, load.batch).map(i -> i % CLASSES).toArray();
            weights = new float[load.batch];
            logits = new float[load.batch * CLASSES];
            gradient = new float[load.batch * CLASSES];
        }

        @Override
        public String name() {
            return "bare engine";
        }

        @Override
        public Work prepare(Path run) {
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < batch.length; i++) {
                batch[i] = (float) random.nextDouble(-1.7, 1.7);
            }
            Arrays.fill(weights, 1);
            done = 0;
            return this;
        }

        @Override
        public void run() {
            for (; done < load.images; done += load.batch) {
                replica.forward(batch, Mode.TRAIN, logits);
                double loss = SoftmaxCrossEntropy.gradient(logits, labels, weights, load.batch, gradient);
                assertThat(loss).isFinite();
                replica.backward(gradient);
                descend(replica.parameters(), replica.gradients());
            }
        }

        private static void descend(float[] w, float[] g) {
            for (int i = 0; i < w.length; i++) {
                w[i] -= RATE * g[i];
            }
        }

        @Override
        public long items() {
            return done;
        }
    }
}
