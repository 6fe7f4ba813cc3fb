package eu.havenlake.tests.cluster;

import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.training.engine.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A small task for a network: on which half of a grey picture is the bright disc? */
final class LeftOrRight {
    private static final Path DIST = Path.of(System.getProperty("haven.dist"));
    private static final int SIDE = 28;
    private static final int IMAGES = 240;
    private static final StructType SCHEMA = new StructType()
            .add("image", DataTypes.StringType)
            .add("donor", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("cluster", DataTypes.StringType)
            .add("width", DataTypes.IntegerType)
            .add("height", DataTypes.IntegerType)
            .add("channels", DataTypes.IntegerType)
            .add("pixels", DataTypes.BinaryType);

    private LeftOrRight() {}

    /** Settings but for the number of workers. */
    record SettingsOf(Map<String, String> values) {
        SettingsOf and(String key, String value) {
            Map<String, String> all = new HashMap<>(values);
            all.put(key, value);
            return new SettingsOf(all);
        }

        TrainingSettings on(int workers) {
            Map<String, String> all = new HashMap<>(values);
            all.put("training.workers.number", String.valueOf(workers));
            return new Settings(DIST.resolve("conf"), Optional.empty(), all).training(StudyFile.NONE);
        }
    }

    static SettingsOf settings(String model, int epochs) {
        return new SettingsOf(Map.of(
                "training.model", model,
                "training.epochs", String.valueOf(epochs),
                "training.patience", "0",
                "training.augmentation.flip-horizontal", "false",
                "training.workers.heartbeat", "3"));
    }

    static String engineJars() {
        return DIST.resolve("jars-bigdl").toString();
    }

    static SparkSession session(String master, int executors, Path folder) {
        SparkSession.Builder builder = SparkSession.builder()
                .master(master)
                .appName("cluster-test")
                .config("spark.cores.max", executors)
                .config("spark.executor.cores", 1)
                .config("spark.executor.memory", "1g")
                .config("spark.executor.extraJavaOptions", "-Djava.io.tmpdir=" + StandaloneCluster.scratch(folder))
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.executor.heartbeatInterval", "1s")
                .config("spark.local.dir", folder.resolve("tmp").toString());
        StandaloneCluster.SECURITY.forEach(builder::config);
        return builder.getOrCreate();
    }

    static Dataset<Row> tensors(SparkSession session) {
        List<Row> rows = IntStream.range(0, IMAGES)
                .mapToObj(i -> RowFactory.create(
                        "i%03d".formatted(i),
                        "d%03d".formatted(i / 2),
                        i % 2 == 0 ? "left" : "right",
                        null,
                        SIDE,
                        SIDE,
                        1,
                        picture(i)))
                .toList();
        return session.createDataFrame(rows, SCHEMA).repartition(3);
    }

    private static byte[] picture(int number) {
        SplittableRandom random = new SplittableRandom(number);
        double radius = SIDE / 7.0;
        double x = SIDE * (number % 2 == 0 ? 0.28 : 0.72) + random.nextDouble(-1, 1) * SIDE / 12.0;
        double y = SIDE * random.nextDouble(0.25, 0.75);
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            boolean inside = Math.hypot(i % SIDE - x, i / (double) SIDE - y) < radius;
            pixels[i] = (byte) (random.nextInt(80) + (inside ? 150 : 20));
        }
        return pixels;
    }
}
