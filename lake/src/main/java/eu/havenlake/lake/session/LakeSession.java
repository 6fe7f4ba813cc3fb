package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that knows the tables of a home. The catalogue lives in memory: each session names the tables that it
 * finds under {@code lake/}, so a home can be copied or moved as it is.
 */
public final class LakeSession implements AutoCloseable {
    private static final Map<String, String> DELTA = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.streaming.metricsEnabled", "true");

    /** What suits one machine: few rows a partition, one log reader, no page to open. */
    private static final Map<String, String> LOCAL = Map.of(
            "spark.master", "local[*]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "localhost",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", String.valueOf(Runtime.getRuntime().availableProcessors()),
            "spark.databricks.delta.snapshotPartitions", "2");

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
            conf.setIfMissing("spark.local.dir", home.scratch().toString());
        }
        settings.forEach(conf::set);
        SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
        String root = home.lake().toUri().toString().replaceAll("/$", "");
        tablesUnder(home.lake()).forEach(table -> register(spark, home.lake(), table));
        return new LakeSession(spark, new Lake(spark, root));
    }

    /** The tables. */
    public Lake lake() {
        return lake;
    }

    /** Every table folder below {@code lake}, as {@code <database>/<table>}. */
    static List<Path> tablesUnder(Path lake) {
        if (!Files.isDirectory(lake)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.walk(lake, 2)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("_delta_log")))
                    .map(lake::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new HavenException("Cannot list %s: %s. Check the folder's permissions.".formatted(lake, e), e);
        }
    }

    private static void register(SparkSession spark, Path lake, Path table) {
        String database = table.getName(0).toString();
        spark.sql("CREATE DATABASE IF NOT EXISTS " + database);
        spark.sql("CREATE TABLE IF NOT EXISTS %s.%s USING delta LOCATION %s"
                .formatted(
                        database,
                        table.getName(1),
                        Sql.literal(lake.resolve(table).toUri().toString())));
    }

    @Override
    public void close() {
        spark.stop();
    }
}
