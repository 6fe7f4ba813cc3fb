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
import eu.havenlake.training.spi.Replica;
import eu.havenlake.training.spi.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HavenLake's training loop with its default settings (augmentation, class weights, optimiser, schedule) against the bare
 * engine: the same replica goes forward and back over one batch that stays the same, and one loop moves the weights
 * against the gradient.
 */
class TrainingBench {
    private static final Shape SHAPE = new Shape(3, 64, 64);
    private static final int CLASSES = 5;
    private static final int BATCH = 16;
    private static final int IMAGES = 32 * BATCH;

    @TempDir
    static Path folder;

    private static TrainingSettings settings;
    private static Images images;
    private static Replica replica;

    @BeforeAll
    static void buildTheReplica() {
        settings = Lakes.settings(Map.of(
                        "training.model", "resnet18",
                        "training.batch", String.valueOf(BATCH),
                        "training.epochs", "1",
                        "training.patience", "0"))
                .training(StudyFile.NONE);
        images = generated(new SplittableRandom(1));
        Engine engine = EngineLoader.open(
                Path.of(settings.engineJars()), Runtime.getRuntime().availableProcessors());
        replica = engine.build(new Architecture(settings.network(), SHAPE, CLASSES), BATCH, 1);
    }

    @AfterAll
    static void close() {
        replica.close();
    }

    @Test
    void trainingLoopAgainstBareEngine() throws Exception {
        Score score = new Duel("Training ResNet-18, 3x64x64, batch 16, " + settings.optimizer(), "images/s", 0.9)
                .run(new Loop(), new BareEngine(), folder, "training");
        assertThat(score.items()).isEqualTo(IMAGES);
    }

    private static Images generated(SplittableRandom random) {
        List<Images.Image> list = IntStream.range(0, IMAGES)
                .mapToObj(i -> {
                    byte[] pixels = new byte[SHAPE.size()];
                    random.nextBytes(pixels);
                    return new Images.Image(
                            "image%04d".formatted(i), "donor%04d".formatted(i), i % CLASSES, 1, i, pixels);
                })
                .toList();
        return new Images(SHAPE, list);
    }

    private record Loop() implements Side {
        @Override
        public String name() {
            return "HavenLake training loop";
        }

        @Override
        public Work prepare(Path run) {
            Trainer trainer = new Trainer(
                    replica, images, Lanes.of(IMAGES, settings.batch(), settings.seed()), Exchange.alone(), settings);
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

        private final float[] batch = new float[BATCH * SHAPE.size()];
        private final int[] labels =
                IntStream.range(0, BATCH).map(i -> i % CLASSES).toArray();
        private final float[] weights = new float[BATCH];
        private final float[] logits = new float[BATCH * CLASSES];
        private final float[] gradient = new float[BATCH * CLASSES];
        private int done;

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
            for (; done < IMAGES; done += BATCH) {
                replica.forward(batch, Mode.TRAIN, logits);
                double loss = SoftmaxCrossEntropy.gradient(logits, labels, weights, BATCH, gradient);
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
