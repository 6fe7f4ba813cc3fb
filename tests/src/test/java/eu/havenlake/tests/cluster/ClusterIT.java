package eu.havenlake.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.training.engine.cluster.ShippedEngine;
import eu.havenlake.training.engine.cluster.TrainingJob;
import eu.havenlake.training.engine.cluster.TrainingProgress;
import eu.havenlake.training.engine.cluster.TrainingResult;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.spi.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * BigDL in the executors of a real cluster, authenticated and encrypted: one master and four workers of a core each, this
 * process is the driver.
 */
class ClusterIT {
    private static final int WORKERS = 4;

    /** {@code -Dhaven.executor.kills=10} for more; each at another moment. */
    private static final int KILLS = Integer.getInteger("haven.executor.kills", 1);

    /** Epochs that take long enough to disturb them. */
    private static final int LONG = 60;

    @TempDir
    private static Path folder;

    private static StandaloneCluster cluster;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void start() throws IOException {
        cluster = StandaloneCluster.start(folder, WORKERS);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        cluster.close();
    }

    @AfterEach
    void nothingIsLeft() {
        StandaloneCluster.await(
                "no executor is left", () -> StandaloneCluster.executors().isEmpty());
        StandaloneCluster.await("nothing of theirs is left", () -> left().isEmpty());
    }

    /** Unpacked native libraries, blocks, and the folders that hold them. */
    private static List<Path> left() {
        Path scratch = StandaloneCluster.scratch(folder);
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(file -> file.getFileName().toString().matches("(mkl|blockmgr-|executor-).*"))
                    .toList();
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return List.of(scratch);
        }
    }

    @Test
    void oneTwoAndFourExecutorsLearnTheSame() {
        TrainingResult one = train(1, LeftOrRight.settings("lenet5", 5), epoch -> {});
        for (int workers : List.of(2, 4)) {
            TrainingResult several = train(workers, LeftOrRight.settings("lenet5", 5), epoch -> {});
            assertThat(several.epochs().getLast().pace().workers()).isEqualTo(workers);
            for (int i = 0; i < one.epochs().size(); i++) {
                assertThat(several.epochs().get(i).trainingLoss())
                        .as("loss of epoch %d on %d workers", i + 1, workers)
                        .isCloseTo(one.epochs().get(i).trainingLoss(), within(1e-4));
            }
            assertClose(several.weights().parameters(), one.weights().parameters());
        }
    }

    @Test
    void aNetworkWithBatchNormalisationLearnsOnTwoExecutors() {
        TrainingResult result = train(2, LeftOrRight.settings("resnet18", 3), epoch -> {});
        assertThat(result.engine()).containsIgnoringCase("bigdl");
        assertThat(accuracy(result)).isGreaterThan(0.9);
    }

    @Test
    void aKilledExecutorIsReplacedAndTheTrainingEndsAsItWouldHave() {
        TrainingResult undisturbed = train(2, LeftOrRight.settings("lenet5", LONG), epoch -> {});
        SplittableRandom random = new SplittableRandom(KILLS);
        for (int kill = 0; kill < KILLS; kill++) {
            int epoch = random.nextInt(1, LONG / 4);
            long pause = random.nextLong(500);
            System.out.printf("Kill %d: %d ms after epoch %d%n", kill + 1, pause, epoch);
            Disturbance killed = new Disturbance(
                    executor -> {
                        Thread.sleep(pause);
                        StandaloneCluster.signal("KILL", executor);
                    },
                    epoch);
            TrainingResult result = train(2, LeftOrRight.settings("lenet5", LONG), killed);
            assertThat(killed.notices).hasSize(1).first().asString().contains("A worker was lost", "goes on after");
            assertThat(result.epochs()).hasSize(LONG);
            assertThat(result.weights().parameters())
                    .isEqualTo(undisturbed.weights().parameters());
            nothingIsLeft();
        }
    }

    @Test
    void aMachineWithAnotherSecretTakesNoPart() throws IOException {
        assertThat(cluster.startStranger("Failed to connect to master"))
                .noneMatch(line -> line.contains("Successfully registered"));
    }

    @Test
    void anExecutorThatHangsIsReplacedToo() {
        Disturbance stopped = Disturbance.signal("STOP", 3);
        TrainingResult result = train(2, LeftOrRight.settings("lenet5", LONG), stopped);
        assertThat(stopped.notices).hasSize(1).first().asString().contains("questions whether it is there unanswered");
        assertThat(result.epochs()).hasSize(LONG);
        TrainingResult undisturbed = train(2, LeftOrRight.settings("lenet5", LONG), epoch -> {});
        assertThat(result.weights().parameters())
                .isEqualTo(undisturbed.weights().parameters());
    }

    @Test
    void aMachineThatIsGoneForGoodIsDoneWithout() throws IOException, InterruptedException {
        Path other = Files.createDirectories(folder.resolve("other"));
        try (StandaloneCluster two = StandaloneCluster.start(other, 2)) {
            Disturbance gone = new Disturbance(executor -> two.killWorker(), 3);
            LeftOrRight.SettingsOf settings =
                    LeftOrRight.settings("lenet5", LONG).and("training.workers.patience", "5");
            TrainingResult result = train(two, 2, settings, gone);
            assertThat(gone.notices).first().asString().contains("A worker was lost");
            assertThat(result.epochs()).hasSize(LONG);
            assertThat(result.epochs().getLast().pace().workers()).isEqualTo(1);
            assertThat(accuracy(result)).isGreaterThan(0.9);
        }
    }

    private TrainingResult train(int workers, LeftOrRight.SettingsOf settings, TrainingProgress progress) {
        return train(cluster, workers, settings, progress);
    }

    private TrainingResult train(
            StandaloneCluster on, int workers, LeftOrRight.SettingsOf settings, TrainingProgress progress) {
        SparkSession session = LeftOrRight.session(on.master(), workers, folder);
        try {
            TrainingJob job = new TrainingJob(
                    settings.on(workers),
                    settings.on(workers).network(ModelFile.NONE),
                    ShippedEngine.of(session.sparkContext(), LeftOrRight.engineJars()),
                    checkpoints.toUri().toString(),
                    "version 1");
            return job.run(LeftOrRight.tensors(session), progress);
        } finally {
            session.stop();
        }
    }

    private static double accuracy(TrainingResult result) {
        return result.evaluation()
                .orElseThrow()
                .score(Evaluation.ACCURACY)
                .model()
                .value();
    }

    private static void assertClose(float[] result, float[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(result[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(difference / size))
                .as("relative difference of the weights")
                .isLessThan(1e-3);
    }

    /** Does harm to one executor, once, after an epoch was reported. */
    private static final class Disturbance implements TrainingProgress {
        private final Harm harm;
        private final int epoch;
        private final List<String> notices = new ArrayList<>();
        private boolean done;

        Disturbance(Harm harm, int epoch) {
            this.harm = harm;
            this.epoch = epoch;
        }

        interface Harm {
            void to(ProcessHandle executor) throws IOException, InterruptedException;
        }

        static Disturbance signal(String signal, int epoch) {
            return new Disturbance(executor -> StandaloneCluster.signal(signal, executor), epoch);
        }

        @Override
        public void epoch(EpochRecord record) {
            if (record.epoch() >= epoch && !done) {
                done = true;
                try {
                    harm.to(StandaloneCluster.executors().getFirst());
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }
    }
}
