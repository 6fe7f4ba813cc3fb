package eu.havenlake.training.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.fixture.LinearEngine;
import eu.havenlake.training.engine.fixture.LinearSource;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.fixture.TensorTable;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.engine.settings.ClassWeights;
import eu.havenlake.training.engine.settings.Clipping;
import eu.havenlake.training.engine.settings.Loss;
import eu.havenlake.training.engine.settings.Optimizer;
import eu.havenlake.training.engine.settings.Wire;
import eu.havenlake.training.engine.settings.Workers;
import eu.havenlake.training.engine.transfer.StartWeights;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several workers in local mode: tasks of one process, with real connections between them. */
class SeveralWorkersSparkTest {

    private static final List<String> NAMES = List.of("left", "right");
    private static SparkSession session;

    private final SettingsBuilder settings = new SettingsBuilder();
    private final List<EpochRecord> epochs = new ArrayList<>();
    private String data = "version 1";

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        session = TensorTable.session();
    }

    @AfterAll
    static void close() {
        session.stop();
    }

    /** Images that divide by nothing; batches that are smaller than the workers are many; fewer images than workers. */
    @ParameterizedTest
    @CsvSource({
        "100, 8, 2",
        "100, 8, 4",
        "101, 7, 3",
        "59, 100, 4",
        "60, 2, 4",
        "24, 1, 3",
        "7, 3, 4",
        "28, 4, 4",
        "16, 4, 4",
        "8, 3, 3"
    })
    void theyLearnWhatOneLearns(int images, int batch, int workers) {
        settings.batch = batch;
        settings.epochs = 2;
        settings.augmentation = new Augmentation(true, true, 10, 0.05);
        settings.classWeights = ClassWeights.BALANCED;
        settings.weightDecay = 0.01;
        TrainingResult one = train(images, 1);
        TrainingResult several = train(images, workers);
        assertSame(several, one);
        assertThat(several.test().stream().map(Prediction::image).toList())
                .isEqualTo(one.test().stream().map(Prediction::image).toList());
        assertThat(several.epochs().getLast().pace().workers()).isEqualTo(workers);
    }

    @ParameterizedTest
    @CsvSource({"ADAMW, 0.003", "NESTEROV, 0.03", "LARS, 5"})
    void withEachOptimiser(Optimizer optimizer, double rate) {
        settings.optimizer = optimizer;
        settings.learningRate = rate;
        settings.weightDecay = 0.01;
        assertSame(train(100, 4), train(100, 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 2", "3, 5"})
    void severalPassesOverPartsOfABatchAreTheSameToo(int workers, int passes) {
        settings.batch = 16;
        settings.classWeights = ClassWeights.BALANCED;
        TrainingResult whole = train(100, 1);
        settings.microBatches = passes;
        RowsSource engine = new RowsSource(Math.ceilDiv(Math.ceilDiv(15, workers), passes));
        assertSame(job(workers, engine).run(discs(100), epochs::add), whole);
    }

    @Test
    void aClippedGradientIsTheSameOnAnyNumberOfWorkers() {
        settings.clip = new Clipping(0.05, 0.1);
        TrainingResult one = train(100, 1);
        assertSame(train(100, 3), one);
        settings.clip = Clipping.NONE;
        assertThat(train(100, 1).weights().parameters())
                .isNotEqualTo(one.weights().parameters());
    }

    @Test
    void theSameNumberOfWorkersGivesTheSameBits() {
        assertThat(train(80, 3).weights().parameters())
                .isEqualTo(train(80, 3).weights().parameters());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTrainingThatBrokeOffGoesOnAsIfItHadNot(int workers) {
        settings.epochs = 6;
        settings.optimizer = Optimizer.ADAMW;
        TrainingResult whole = train(80, workers);
        assertThatThrownBy(() -> job(workers, new BreakingSource(25)).run(discs(80), epochs::add))
                .hasMessageContaining("the engine broke");
        assertThat(checkpoints()).contains("evaluation-000003").doesNotContain("evaluation-000001");
        TrainingResult resumed = job(workers, new LinearSource()).resume(discs(80), epochs::add);
        assertThat(resumed.weights().parameters()).isEqualTo(whole.weights().parameters());
        assertThat(resumed.epochs()).hasSize(6);
        assertThat(resumed.bestEpoch()).isEqualTo(whole.bestEpoch());
        assertThat(resumed.test()).isEqualTo(whole.test());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aTrainingThatBrokeOffWithinAnEpochGoesOnThere(int workers) {
        settings.evaluateEvery = 4;
        settings.weightAverage = 0.9;
        TrainingResult whole = train(80, workers);
        // Each epoch has 6 iterations, and so evaluations after the 4th and the 6th.
        assertThatThrownBy(() -> job(workers, new BreakingSource(23)).run(discs(80), epochs::add))
                .hasMessageContaining("the engine broke");
        assertThat(checkpoints()).contains("evaluation-000007").doesNotContain("evaluation-000008");
        TrainingResult resumed = job(workers, new LinearSource()).resume(discs(80), epochs::add);
        assertThat(resumed.epochs()).hasSize(8);
        assertThat(resumed.weights().parameters()).isEqualTo(whole.weights().parameters());
        assertThat(resumed.test()).isEqualTo(whole.test());
    }

    @Test
    void imagesInAFileTeachTheSameAsImagesInTheHeap() {
        TrainingResult heap = train(100, 3);
        settings.imagesInHeap = 0;
        assertThat(train(100, 3).weights().parameters())
                .isEqualTo(heap.weights().parameters());
    }

    @Test
    void averagedWeightsAreTheSameOnAnyNumberOfWorkers() {
        settings.weightAverage = 0.95;
        TrainingResult one = train(100, 1);
        assertSame(train(100, 4), one);
    }

    @Test
    void gradesAreLearntWithTheOrdinalLossAndNamesAreRefused() {
        settings.loss = Loss.ORDINAL;
        Dataset<Row> grades = TensorTable.of(session, Discs.list(80, 12, 1), 12, List.of("0", "1"));
        TrainingResult one = job(1, new LinearSource()).run(grades, epochs::add);
        TrainingResult three = job(3, new LinearSource()).run(grades, epochs::add);
        assertSame(three, one);
        assertThat(one.evaluation()
                        .orElseThrow()
                        .score(Evaluation.ACCURACY)
                        .model()
                        .value())
                .isGreaterThan(0.9);
        assertThatThrownBy(() -> train(80, 1))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("training.loss = ordinal")
                .hasMessageContaining("no grades");
    }

    @Test
    void itGoesOnWithAnotherNumberOfWorkers() {
        settings.epochs = 6;
        TrainingResult whole = train(80, 1);
        assertThatThrownBy(() -> job(4, new BreakingSource(25)).run(discs(80), epochs::add))
                .hasMessageContaining("the engine broke");
        assertSame(job(2, new LinearSource()).resume(discs(80), epochs::add), whole);
    }

    @Test
    void aTrainingThatGoesOnKeepsWhatItBeganWith() {
        settings.epochs = 6;
        TrainingJob.Beginning start = (architecture, classes) -> StartWeights.none("model discs/2");
        assertThatThrownBy(() -> job(2, new BreakingSource(25)).run(discs(80), start, epochs::add))
                .hasMessageContaining("the engine broke");
        assertThat(job(1, new LinearSource()).resume(discs(80), epochs::add).start())
                .isEqualTo("model discs/2");
    }

    @Test
    void aTrainingThatGoesOnWithOtherThreadsSaysSo() {
        settings.threads = 1;
        breakOff();
        settings.threads = 2;
        List<String> notices = new ArrayList<>();
        var unused = job(1, new LinearSource()).resume(discs(80), new TrainingProgress() {
            @Override
            public void epoch(EpochRecord epoch) {}

            @Override
            public void notice(String sentence) {
                notices.add(sentence);
            }
        });
        assertThat(notices).singleElement().asString().contains("1 compute thread(s), which now have 2");
    }

    @Test
    void whatAnAttemptLeftHalfWrittenGoesWithTheNextCheckpoint() throws IOException {
        breakOff();
        Path half = folder.resolve("checkpoints/evaluation-000099");
        Files.createDirectory(half);
        Files.write(half.resolve("part-00000.bin"), new byte[7]);
        var unused = job(1, new LinearSource()).resume(discs(80), epochs::add);
        assertThat(checkpoints()).hasSize(2).doesNotContain("evaluation-000099");
    }

    @Test
    void otherSettingsDoNotFitTheCheckpoint() {
        breakOff();
        settings.learningRate = 0.04;
        assertThatThrownBy(() -> job(1, new LinearSource()).resume(discs(80), epochs::add))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("they belong to other images or other settings");
    }

    @Test
    void otherTensorsDoNotFitTheCheckpoint() {
        breakOff();
        data = "version 2";
        assertThatThrownBy(() -> job(1, new LinearSource()).resume(discs(80), epochs::add))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("they belong to other images or other settings");
    }

    @Test
    void aTrainingThatIsRefusedLeavesTheCheckpointsOfAnEarlierOne() {
        breakOff();
        assertThatThrownBy(() -> train(80, 5)).isInstanceOf(HavenException.class);
        assertThat(checkpoints()).contains("evaluation-000004");
    }

    @Test
    void aDamagedCheckpointIsNamed() throws IOException {
        breakOff();
        Path part = folder.resolve("checkpoints/evaluation-000004/part-00000.bin");
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1;
        Files.write(part, bytes);
        assertThatThrownBy(() -> job(1, new LinearSource()).resume(discs(80), epochs::add))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("evaluation-000004/part-00000.bin")
                .hasMessageContaining("Remove the folder");
    }

    @Test
    void withoutACheckpointThereIsNothingToGoOnFrom() {
        assertThatThrownBy(() -> job(1, new LinearSource()).resume(discs(80), epochs::add))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("there is no checkpoint in")
                .hasMessageContaining("Train without --resume");
    }

    @Test
    void aLossThatIsNotANumberEndsAllWorkersWithOneSentence() {
        settings.learningRate = 1e38;
        assertThatThrownBy(() -> train(80, 3))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("in epoch 1, iteration ")
                .hasMessageContaining("Set training.learning-rate to a smaller value");
    }

    @Test
    void whatOneWorkerRefusesEndsAll() {
        List<Row> rows = new ArrayList<>(discs(40).collectAsList());
        rows.add(TensorTable.row("short", "donor", "left", 12, new byte[7]));
        assertThatThrownBy(() -> job(3, new LinearSource()).run(TensorTable.of(session, rows), epochs::add))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("image short")
                .hasMessageContaining("7 bytes where 1x12x12 needs 144");
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsAllAndTheOneBeforeStays() throws IOException {
        settings.epochs = 4;
        Files.createDirectories(folder.resolve("checkpoints"));
        assertThatThrownBy(() -> job(2, new BreakingSource(15)).run(discs(80), epochs::add))
                .hasMessageContaining("the engine broke");
        Files.writeString(folder.resolve("checkpoints/evaluation-000003"), "a file where a folder belongs");
        assertThatThrownBy(() -> job(2, new LinearSource()).resume(discs(80), epochs::add))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot write checkpoint")
                .hasMessageContaining("evaluation-000003");
        assertThat(checkpoints()).contains("evaluation-000002");
    }

    @Test
    void moreWorkersThanCoresAreRefused() {
        assertThatThrownBy(() -> train(80, 5))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("training.workers.number = 5")
                .hasMessageContaining("spark.master = local[5]");
    }

    private void breakOff() {
        settings.epochs = 6;
        assertThatThrownBy(() -> job(1, new BreakingSource(25)).run(discs(80), epochs::add))
                .hasMessageContaining("the engine broke");
    }

    private List<String> checkpoints() {
        try (Stream<Path> found = Files.list(folder.resolve("checkpoints"))) {
            return found.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSame(TrainingResult result, TrainingResult expected) {
        for (int i = 0; i < expected.epochs().size(); i++) {
            assertThat(result.epochs().get(i).trainingLoss())
                    .isCloseTo(expected.epochs().get(i).trainingLoss(), within(1e-4));
        }
        float[] wanted = expected.weights().parameters();
        for (int i = 0; i < wanted.length; i++) {
            assertThat(result.weights().parameters()[i])
                    .isCloseTo(wanted[i], within(1e-4f + 1e-3f * Math.abs(wanted[i])));
        }
    }

    private TrainingResult train(int images, int workers) {
        return job(workers, new LinearSource()).run(discs(images), epochs::add);
    }

    private TrainingJob job(int workers, EngineSource engine) {
        settings.workers = new Workers(workers, 1, 60, 30, Wire.FLOAT32, 0);
        return new TrainingJob(
                settings.build(),
                settings.build().network(ModelFile.NONE),
                engine,
                folder.resolve("checkpoints").toString(),
                data);
    }

    private static Dataset<Row> discs(int count) {
        return TensorTable.of(session, Discs.list(count, 12, 1), 12, NAMES);
    }

    private record BreakingSource(int pass) implements EngineSource {
        @Override
        public Engine open(int threads) {
            return new LinearEngine(this::breakAt);
        }

        private void breakAt(int number) {
            if (number == pass) {
                throw new IllegalStateException("the engine broke");
            }
        }
    }

    /** An engine that refuses to be built for another number of rows. */
    private record RowsSource(int rows) implements EngineSource {
        @Override
        public Engine open(int threads) {
            return new LinearEngine().onlyOf(rows);
        }
    }
}
