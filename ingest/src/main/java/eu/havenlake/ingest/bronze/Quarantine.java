package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.BINARY;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.STRING_MAP;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.ingest.contract.ClaimCheck;
import eu.havenlake.lake.table.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The records that could not go on, each with the stage that held it and the reason. Nothing is ever dropped. */
public final class Quarantine {
    /** One row per record and stage that held it. */
    public static final Table QUARANTINE = Table.ops("quarantine", "Records that could not go on, with the reason")
            .column("topic", STRING, "Topic of the record")
            .column("partition", INT, "Partition of the topic")
            .column("offset", LONG, "Offset in the partition")
            .column("timestamp", TIMESTAMP, "When the record reached Kafka")
            .column("key", STRING, "Key of the record")
            .column("headers", STRING_MAP, "Headers of the record")
            .column("raw", BINARY, "The value as it came, where it could not be decoded")
            .column("stage", STRING, "Stage that held the record")
            .column(
                    "error_class",
                    STRING,
                    "Kind of trouble: undecodable, unclaimed, unreadable, invalid, or the broken rules")
            .column("error_message", STRING, "What is wrong, with the place")
            .column("schema", STRING, "Fingerprint of the writer's schema, hexadecimal")
            .column("app_version", STRING, "Version of HavenLake that held it")
            .column("run_id", STRING, "Run that held it")
            .column("attempts", INT, "How often it was tried")
            .column("asked_at", TIMESTAMP, "When an operator asked its curation to try it again; null where none did")
            .column("resolved_at", TIMESTAMP, "When it went on after all; null while it is held")
            .key("topic", "partition", "offset", "stage");

    /** Name of the stage that holds what cannot be decoded. */
    static final String INGEST = "ingest";

    private static final String UNREADABLE = "unreadable";

    /** Whether a row is held and asked to be tried again. */
    public static final Column ASKED =
            col("asked_at").isNotNull().and(col("resolved_at").isNull());

    /** Kind of trouble of a row of bronze that has a {@code problem}. */
    static final Column TROUBLE = when(
                    col("fingerprint").isNotNull().and(col("raw").isNull()), UNREADABLE)
            .when(col("problem").startsWith(ClaimCheck.PROBLEM), "unclaimed")
            .otherwise("undecodable");

    /** Schema of the writer of a row of bronze. */
    static final Column SCHEMA = hex(col("fingerprint"));

    private Quarantine() {}

    /** Quarantine rows for bronze rows that have a {@code problem}. */
    static Dataset<Row> ofBronze(Dataset<Row> bronze, String version, String run) {
        Dataset<Row> held = bronze.where(col("problem").isNotNull());
        return held(held, INGEST, version, run)
                .withColumn("error_class", TROUBLE)
                .withColumn("error_message", col("problem"));
    }

    /**
     * Quarantine rows for bronze rows that a stage holds; {@code error_class} and {@code error_message} are theirs
     * already or are added by the caller.
     */
    public static Dataset<Row> held(Dataset<Row> bronze, String stage, String version, String run) {
        return bronze.withColumn("stage", lit(stage))
                .withColumn("schema", SCHEMA)
                .withColumn("app_version", lit(version))
                .withColumn("run_id", lit(run))
                .withColumn("attempts", lit(1))
                .withColumn("asked_at", lit(null).cast("timestamp"))
                .withColumn("resolved_at", lit(null).cast("timestamp"));
    }
}
