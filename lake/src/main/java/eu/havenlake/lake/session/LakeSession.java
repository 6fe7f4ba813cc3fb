package eu.havenlake.lake.session;

import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.table.Lake;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkIllegalArgumentException;
import org.apache.spark.sql.SparkSession;

/** A Spark session with the tables of a home. */
public final class LakeSession implements AutoCloseable {
    private static final Map<String, String> DELTA = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.sql.session.timeZone", "UTC",
            // Ingest asks the same of its tables round after round, and Spark forgets after a hundred what it compiled.
            "spark.sql.codegen.cache.maxEntries", "2000",
            // HotSpot never compiles a method of more than 8000 bytes of code, as Spark generates for wide tables.
            "spark.sql.codegen.hugeMethodLimit", "8000",
            // Few rows may take long to make before they are sent to those of a table.
            "spark.sql.broadcastTimeout", "-1",
            // What is cached is read once more and gone: to compress it takes longer.
            "spark.sql.inMemoryColumnarStorage.compressed", "false",
            // Nobody adds classes to a session; with it each executor asks the driver for each class it does not find.
            "spark.sql.artifact.isolation.enabled", "false");

    private static final String CORES = String.valueOf(Runtime.getRuntime().availableProcessors());

    /** What suits one machine: few rows a partition, one log reader, no page to open. */
    private static final Map<String, String> LOCAL = Map.of(
            "spark.master", "local[*]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "localhost",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", CORES,
            // Else VACUUM looks for the files of each table, however few they are, in 10,000 tasks.
            "spark.sql.sources.parallelPartitionDiscovery.parallelism", CORES,
            "spark.databricks.delta.snapshotPartitions", "1");

    /** How much of the past Spark keeps for that page, opened or not: a thousand of each, and 100,000 tasks of a stage. */
    private static final List<String> PAST = List.of(
            "spark.ui.retainedJobs",
            "spark.ui.retainedStages",
            "spark.ui.retainedTasks",
            "spark.sql.ui.retainedExecutions");

    private final SparkSession spark;
    private final Lake lake;

    private LakeSession(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /**
     * Opens a session: under {@code spark-submit} on its cluster, otherwise local to this JVM.
     *
     * @param settings Spark's own settings, which win over HavenLake's
     */
    public static LakeSession open(Home home, Map<String, String> settings) {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "havenlake");
        DELTA.forEach(conf::set);
        conf.set(
                "spark.sql.warehouse.dir",
                home.scratch().resolve("warehouse").toUri().toString());
        if (!conf.contains("spark.master") && !settings.containsKey("spark.master")) {
            LOCAL.forEach(conf::setIfMissing);
            LocalFiles.SETTINGS.forEach(conf::setIfMissing);
            conf.setIfMissing("spark.local.dir", home.scratch().toString());
        }
        settings.forEach(conf::set);
        if (!conf.getBoolean("spark.ui.enabled", true)) {
            PAST.forEach(setting -> conf.setIfMissing(setting, "10"));
        }
        SparkSession spark = started(conf);
        return new LakeSession(spark, new Lake(spark, home.lakeUri()));
    }

    private static SparkSession started(SparkConf conf) {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (SparkIllegalArgumentException e) {
            throw new ConfigurationException(
                    "Cannot start Spark: " + e.getMessage() + ". Correct the settings under spark { }.");
        }
    }

    /** The tables. */
    public Lake lake() {
        return lake;
    }

    @Override
    public void close() {
        spark.stop();
    }
}
