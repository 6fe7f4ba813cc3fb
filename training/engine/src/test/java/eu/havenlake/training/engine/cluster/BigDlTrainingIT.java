package eu.havenlake.training.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.fixture.Discs;
import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.fixture.TensorTable;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.ModelRegistry;
import eu.havenlake.training.engine.registry.Predictor;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.engine.settings.Optimizer;
import eu.havenlake.training.engine.settings.Schedule;
import eu.havenlake.training.engine.settings.Start;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through BigDL in its own class loader, next to Spark's Scala. */
class BigDlTrainingIT {

    private static final String JARS = Path.of(System.getProperty("haven.root"), "training/bigdl/target/jars-bigdl")
            .toString();
    private static final int SIDE = 28;

    private static SparkSession session;

    private final SettingsBuilder settings = new SettingsBuilder();

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
    void lenetLearnsToTellLeftFromRight() {
        TrainingResult result = train(lenet());
        assertThat(result.engine()).containsIgnoringCase("bigdl");
        assertThat(result.evaluation()
                        .orElseThrow()
                        .score(Evaluation.ACCURACY)
                        .model()
                        .value())
                .isGreaterThan(0.9);
    }

    @Test
    void sameSeedGivesTheSameBits() {
        settings.epochs = 2;
        settings.dropout = 0.2;
        TrainingResult first = train(lenet());
        TrainingResult second = train(settings);
        assertThat(second.weights().parameters()).isEqualTo(first.weights().parameters());
        assertThat(second.test()).isEqualTo(first.test());
    }

    @Test
    void aStoredResnetAnswersAsWhenItWasTrained() {
        settings.model = Network.Kind.RESNET18;
        settings.epochs = 2;
        settings.optimizer = Optimizer.ADAMW;
        settings.learningRate = 1e-3;
        TrainingResult result = train(settings);
        ModelRegistry registry = new ModelRegistry(folder.toString(), new Configuration());
        var engine = new IsolatedEngine(JARS).open(result.threads());
        registry.save(ModelCard.of(result, context()), result.architecture(), result.weights(), engine);
        Map<String, byte[]> pixels =
                Discs.list(200, SIDE, 1).stream().collect(Collectors.toMap(i -> i.id(), i -> i.pixels()));
        try (Predictor predictor = registry.open(registry.card("discs"), engine)) {
            List<List<Double>> answers = predictor.classify(
                    result.test().stream().map(p -> pixels.get(p.image())).toList());
            for (int i = 0; i < answers.size(); i++) {
                Prediction expected = result.test().get(i);
                assertThat(answers.get(i).get(1))
                        .isCloseTo(expected.probabilities().get(1), Offset.offset(1e-3));
            }
        }
    }

    /** What an earlier training has stored stands for a file from elsewhere: only its layers are known. */
    @Test
    void networkOfAFileIsTrainedOnAndStored() {
        TrainingResult first = train(lenet());
        Engine engine = new IsolatedEngine(JARS).open(first.threads());
        Path file = folder.resolve("foreign.bigdl");
        engine.saveModel(
                first.architecture(),
                first.weights().parameters(),
                first.weights().statistics(),
                file);
        settings.model = Network.Kind.FILE;
        settings.start = new Start(file.toString(), true, List.of());
        settings.epochs = 1;
        settings.learningRate = 1e-4;
        TrainingResult second = train(ModelFile.read(file));
        assertThat(second.epochs().getFirst().trainingLoss())
                .isLessThan(first.epochs().getFirst().trainingLoss() / 2);

        ModelRegistry registry = new ModelRegistry(folder.resolve("models").toString(), new Configuration());
        registry.save(ModelCard.of(second, context()), second.architecture(), second.weights(), engine);
        ModelCard card = registry.card("discs");
        assertThat(card.model()).isEqualTo("file");
        assertThat(registry.weights(card, engine).parameters())
                .isEqualTo(second.weights().parameters());
        assertThat(engine.layout(registry.architecture(card)).parameterCount())
                .isEqualTo(second.weights().parameters().length);
    }

    private TrainingResult train(ModelFile file) {
        return new TrainingJob(
                        settings.build(),
                        settings.build().network(file),
                        new IsolatedEngine(JARS),
                        folder.resolve("checkpoints").toString(),
                        "version 1")
                .run(discs(), new ArrayList<>()::add);
    }

    @Test
    void anotherNumberOfThreadsInTheSameProcessIsRefused() {
        train(lenet());
        settings.threads = Runtime.getRuntime().availableProcessors() + 1;
        assertThatThrownBy(() -> train(settings))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("threads");
    }

    @Test
    void aFolderWithoutAnEngineIsRefused() {
        IsolatedEngine nothing = new IsolatedEngine(folder.toString());
        assertThatThrownBy(() -> job(settings, nothing).run(discs(), epoch -> {}))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining(folder.toString());
    }

    private SettingsBuilder lenet() {
        settings.batch = 16;
        settings.schedule = Schedule.COSINE;
        settings.augmentation = new Augmentation(false, true, 5, 0.05);
        return settings;
    }

    private TrainingJob job(SettingsBuilder built, EngineSource engine) {
        return new TrainingJob(
                built.build(),
                built.build().network(ModelFile.NONE),
                engine,
                folder.resolve("checkpoints").toString(),
                "version 1");
    }

    private TrainingResult train(SettingsBuilder built) {
        return job(built, new IsolatedEngine(JARS)).run(discs(), new ArrayList<>()::add);
    }

    private static Dataset<Row> discs() {
        return TensorTable.of(session, Discs.list(200, SIDE, 1), SIDE, List.of("left", "right"));
    }

    private static ModelCard.Context context() {
        return new ModelCard.Context("discs", Instant.EPOCH, "0.1.0", Map.of(), Map.of());
    }
}
