package eu.havenlake.training.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.evaluation.Chosen;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.fixture.LinearSource;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.fixture.TensorTable;
import eu.havenlake.training.engine.settings.Wire;
import eu.havenlake.training.engine.settings.Workers;
import eu.havenlake.training.spi.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationJobSparkTest {
    private static final List<String> NAMES = List.of("left", "right");
    private static final Evaluation.Beside BESIDE = Evaluation.Beside.of(1);
    private static SparkSession session;
    private static TrainingResult result;
    private static Trained trained;

    private final SettingsBuilder settings = new SettingsBuilder();

    @BeforeAll
    static void train(@TempDir Path folder) {
        session = TensorTable.session();
        var of = new SettingsBuilder().build();
        result = new TrainingJob(of, of.network(ModelFile.NONE), new LinearSource(), folder.toString(), "version 1")
                .run(discs(100), epoch -> {});
        trained = new Trained(result.architecture(), result.classes(), result.normalisation(), result.weights());
    }

    @AfterAll
    static void close() {
        session.stop();
    }

    @Test
    void figuresOfTheHeldOutImagesAreThoseOfTheTraining() {
        List<String> held = result.test().stream().map(Prediction::image).toList();
        Dataset<Row> test = discs(100).where(functions.col("image").isin(held.toArray()));
        Evaluation expected = result.evaluation().orElseThrow();
        Evaluation.Beside beside =
                new Evaluation.Beside(NAMES.indexOf(expected.majorityClass()), Chosen.before(expected), Map.of());
        assertThat(evaluate(test, beside)).usingRecursiveComparison().isEqualTo(expected);
        assertThat(expected.points()).as("thresholds that were compared").isNotEmpty();
    }

    @Test
    void severalWorkersAnswerAsOneDoes() {
        Evaluation one = evaluate(discs(100), BESIDE);
        settings.workers = workers(3);
        assertThat(evaluate(discs(100).repartition(7), BESIDE)).isEqualTo(one);
        assertThat(one.images()).isEqualTo(100);
        assertThat(one.score(Evaluation.ACCURACY).model().value()).isGreaterThan(0.9);
    }

    @Test
    void moreWorkersThanRowsAreNoTrouble() {
        settings.workers = workers(4);
        assertThat(evaluate(discs(100).where("image in ('d000', 'd001')"), BESIDE)
                        .images())
                .isEqualTo(2);
    }

    @Test
    void progressIsToldWhileWorkersAnswer() {
        List<Long> heard = new ArrayList<>();
        new EvaluationJob(settings.build(), new LinearSource(200)).run(discs(100), trained, BESIDE, heard::add);
        assertThat(heard).isNotEmpty().isSorted().allMatch(answered -> answered > 0 && answered <= 100);
    }

    @Test
    void imagesOfAnotherSizeAreRefusedWithBoth() {
        refused(
                TensorTable.of(session, Discs.list(4, 13, 1), 13, NAMES),
                "images are 1x13x13, and the model takes 1x12x12",
                "run haven features again");
    }

    @Test
    void aLabelThatTheModelDoesNotKnowIsRefused() {
        refused(
                TensorTable.of(session, Discs.list(4, 12, 1), 12, List.of("left", "up")),
                "has the label up, and the model knows [left, right] only",
                "Leave such images out");
    }

    @Test
    void pixelsThatDoNotFitTheirShapeAreRefusedByTheWorker() {
        refused(
                TensorTable.of(session, List.of(TensorTable.row("short", "secret", "left", 12, new byte[7]))),
                "image short: it has 7 bytes where 1x12x12 needs 144",
                "Make the tensors again");
    }

    @Test
    void anEmptyTableIsRefused() {
        refused(TensorTable.of(session, List.of()), "their table has no images", "Run haven features first");
    }

    private static Workers workers(int number) {
        return new Workers(number, 1, 60, 30, Wire.FLOAT32, 5);
    }

    private void refused(Dataset<Row> table, String reason, String remedy) {
        assertThatThrownBy(() -> evaluate(table, BESIDE))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("secret");
    }

    private Evaluation evaluate(Dataset<Row> table, Evaluation.Beside beside) {
        return new EvaluationJob(settings.build(), new LinearSource()).run(table, trained, beside, answered -> {});
    }

    private static Dataset<Row> discs(int count) {
        return TensorTable.of(session, Discs.list(count, 12, 1), 12, NAMES);
    }
}
