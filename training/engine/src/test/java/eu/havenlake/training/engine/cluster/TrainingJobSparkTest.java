package eu.havenlake.training.engine.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.fixture.LinearEngine;
import eu.havenlake.training.engine.fixture.LinearSource;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.fixture.TensorTable;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class TrainingJobSparkTest {

    private static final List<String> NAMES = List.of("left", "right");
    private static SparkSession session;

    private final SettingsBuilder settings = new SettingsBuilder();
    private final List<EpochRecord> epochs = new ArrayList<>();

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

    @Test
    void trainsOnATableAndEvaluatesHeldOutDonors() {
        TrainingResult result = train(discs(100));
        assertThat(result.classes()).isEqualTo(NAMES);
        assertThat(result.engine()).isEqualTo("linear 1");
        assertThat(result.counts().get(Part.TRAINING).donors()).isEqualTo(30);
        assertThat(result.counts().get(Part.TEST).images()).isEqualTo(20);
        assertThat(result.test()).hasSize(20);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertThat(evaluation.donors()).isEqualTo(10);
        assertThat(evaluation.score(Evaluation.ACCURACY).model().value()).isGreaterThan(0.9);
        assertThat(evaluation.confusion().total()).isEqualTo(20);
    }

    @Test
    void everyEpochIsReportedOnceAndInOrder() {
        settings.epochs = 7;
        TrainingResult result = train(discs(40));
        assertThat(epochs).isEqualTo(result.epochs());
        assertThat(epochs.stream().map(EpochRecord::epoch)).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void epochsArriveWhileTrainingGoesOn() {
        settings.epochs = 3;
        List<Long> times = new ArrayList<>();
        job(new LinearSource(100)).run(discs(40), epoch -> times.add(System.nanoTime()));
        assertThat(times).hasSize(3);
        assertThat((times.getLast() - times.getFirst()) / 1e6)
                .as("milliseconds")
                .isGreaterThan(400);
    }

    @Test
    void aDumpDoesNotWriteOverAnotherTrainings() {
        settings.dumpStep = folder.resolve("dump").toString();
        TrainingResult first = train(discs(40));
        assertThat(folder.resolve("dump/worker-00000/step.json")).exists();
        assertThat(first.epochs()).hasSize(4);
        assertThatThrownBy(() -> train(discs(40)))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("exists already. Name a new folder");
    }

    @Test
    void sparksMetricsTellHowTheTrainingGetsOnWhileItDoes() {
        TrainingResult result = job(new WatchedSource()).run(discs(40), epoch -> {});
        MetricRegistry registry = SEEN.get().metricRegistry();
        assertThat(registry.getGauges().get("epochs").getValue()).isEqualTo(4.0);
        assertThat(registry.getGauges().get("loss").getValue())
                .isEqualTo(result.epochs().getLast().trainingLoss());
        assertThat(sources()).as("after the training").isEmpty();
    }

    private static final AtomicReference<Source> SEEN = new AtomicReference<>();

    private static List<Source> sources() {
        return CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(TrainingMetrics.NAME));
    }

    /** Looks for the metrics while the engine computes. */
    private record WatchedSource() implements EngineSource {
        @Override
        public Engine open(int threads) {
            return new LinearEngine(pass -> SEEN.set(sources().getFirst()));
        }
    }

    @Test
    void orderAndPartitionsOfTheTableDoNotMatter() {
        TrainingResult first = train(discs(60));
        TrainingResult second = train(discs(60).repartition(7));
        assertThat(second.weights().parameters()).isEqualTo(first.weights().parameters());
        assertThat(second.test()).isEqualTo(first.test());
    }

    @Test
    void aFileThatCameForTwoDonorsIsLearntForEach() {
        List<Row> rows = new ArrayList<>(discs(60).collectAsList());
        byte[] pixels = rows.getFirst().getAs("pixels");
        for (String donor : List.of("zoe", "yann")) {
            rows.add(TensorTable.row("same", donor, "left", 12, pixels));
        }
        TrainingResult result = train(TensorTable.of(session, rows).repartition(3));
        assertThat(result.counts().values().stream()
                        .mapToInt(Split.Count::images)
                        .sum())
                .isEqualTo(62);
        assertThat(result.test()).hasSize(result.counts().get(Part.TEST).images());
    }

    @Test
    void gradesAreOrderedAsNumbers() {
        Dataset<Row> table = TensorTable.of(session, Discs.list(60, 12, 1), 12, List.of("10", "9"));
        assertThat(train(table).classes()).containsExactly("9", "10");
    }

    @Test
    void predictionsOfDifferentDonorsAreOfTheTestPartOnly() {
        TrainingResult result = train(discs(60));
        assertThat(result.test().stream().map(Prediction::donor).distinct().count())
                .isEqualTo(result.counts().get(Part.TEST).donors());
    }

    @Test
    void withoutATestPartThereIsNoEvaluation() {
        settings.test = 0;
        assertThat(train(discs(40)).evaluation()).isEmpty();
    }

    @Test
    void oneLabelOnlyIsRefused() {
        Dataset<Row> table = TensorTable.of(session, Discs.list(40, 12, 1), 12, List.of("same", "same"));
        refused(table, "all images have the same label [same]", "choose another training.target");
    }

    @Test
    void anEmptyTableIsRefused() {
        refused(TensorTable.of(session, List.of()), "has no images", "Run haven features first");
    }

    @Test
    void aLabelThatTheTrainingPartLacksIsRefused() {
        settings.validation = 0.4;
        settings.test = 0.55;
        List<Row> rows = new ArrayList<>(IntStream.range(0, 40)
                .mapToObj(i -> TensorTable.row("i" + i, "d" + i, "usual", 12, new byte[144]))
                .toList());
        rows.add(TensorTable.row("rare", "d99", "rare", 12, new byte[144]));
        refused(TensorTable.of(session, rows), "the training part has no image with label rare", "leave the label out");
    }

    @Test
    void differentShapesAreRefused() {
        List<Row> rows = List.of(
                TensorTable.row("a", "d1", "x", 12, new byte[144]), TensorTable.row("b", "d2", "y", 13, new byte[169]));
        refused(TensorTable.of(session, rows), "different shapes", "1x13x13");
    }

    @Test
    void pixelsThatDoNotFitTheirShapeAreRefusedByTheWorker() {
        List<Row> rows = new ArrayList<>(discs(40).collectAsList());
        rows.add(TensorTable.row("short", "secret", "left", 12, new byte[7]));
        refused(TensorTable.of(session, rows), "image short", "7 bytes where 1x12x12 needs 144");
    }

    @Test
    void aMissingLabelNamesTheImageAndNotTheDonor() {
        List<Row> rows = List.of(TensorTable.row("a", "secret", null, 12, new byte[144]));
        refused(TensorTable.of(session, rows), "image a has no label", "Leave such images out");
    }

    @Test
    void imagesWeighAsTheirTableSays() {
        List<Double> plain = losses(discs(40));
        assertThat(losses(discs(40).withColumn("weight", lit(null)))).isEqualTo(plain);
        assertThat(losses(discs(40).withColumn("weight", lit(1.0)))).isEqualTo(plain);
        Column unequal = when(col("label").equalTo("left"), 0.25).otherwise(1.0);
        assertThat(losses(discs(40).withColumn("weight", unequal))).isNotEqualTo(plain);
    }

    @Test
    void anImageWithoutTheWeightThatWasAskedForIsRefusedBeforeAnyWorkerStarts() {
        for (double none : new double[] {Double.NaN, 0, -1, Double.POSITIVE_INFINITY, 1e-60}) {
            Column weight = when(col("image").equalTo("d007"), none).otherwise(1.0);
            Dataset<Row> table = discs(40).withColumn("weight", weight);
            assertThatThrownBy(() -> job(threads -> {
                                throw new AssertionError("a worker opened its engine");
                            })
                            .run(table, epochs::add))
                    .hasMessageContaining("image d007 has no weight above 0")
                    .hasMessageContaining("training.sample-weight");
        }
    }

    private List<Double> losses(Dataset<Row> table) {
        return train(table).epochs().stream().map(EpochRecord::trainingLoss).toList();
    }

    @Test
    void aTableWithoutPixelsIsRefused() {
        refused(discs(40).drop("pixels"), "no column pixels", "Run haven features first");
    }

    @Test
    void imagesTooSmallForTheNetworkAreRefused() {
        Dataset<Row> table = TensorTable.of(session, Discs.list(40, 8, 1), 8, NAMES);
        refused(table, "Cannot build lenet5 for images of 1x8x8", "Use larger images");
    }

    @Test
    void theMajorityClassIsThatOfTheTrainingPart() {
        assertThat(Classes.majority(List.of("a", "b", "c"), Map.of("a", 3, "b", 5, "c", 5)))
                .isEqualTo(1);
    }

    private void refused(Dataset<Row> table, String reason, String remedy) {
        assertThatThrownBy(() -> train(table))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("secret");
    }

    private TrainingJob job(EngineSource engine) {
        return new TrainingJob(
                settings.build(), settings.build().network(ModelFile.NONE), engine, folder.toString(), "version 1");
    }

    private TrainingResult train(Dataset<Row> table) {
        return job(new LinearSource()).run(table, epochs::add);
    }

    private static Dataset<Row> discs(int count) {
        return TensorTable.of(session, Discs.list(count, 12, 1), 12, NAMES);
    }
}
