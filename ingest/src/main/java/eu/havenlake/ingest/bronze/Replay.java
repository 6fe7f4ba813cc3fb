package eu.havenlake.ingest.bronze;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.ingest.contract.ClaimCheck;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Kept;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.SparkRows;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tries records in quarantine again, in the lake, whether or not Kafka still has them. One that could not be decoded is
 * decoded anew, and its row in bronze is changed in place, so that it is there once; one that a curation held is given
 * to the next curation once more.
 */
public final class Replay {
    private static final Column DECODES =
            col("stage").equalTo(Quarantine.INGEST).and(col("raw").isNotNull());
    private static final Column CURATES = col("stage").startsWith("curate.");

    private final Lake lake;
    private final ClaimCheck claims;
    private final String version;
    private final String run;
    private final Clock clock;

    /**
     * @param lake where quarantine and bronze are
     * @param claims where values lie that were too large for Kafka
     * @param version version of HavenLake that tries
     * @param run run that tries
     * @param clock for when it tried
     */
    public Replay(Lake lake, ClaimCheck claims, String version, String run, Clock clock) {
        this.lake = lake;
        this.claims = claims;
        this.version = version;
        this.run = run;
        this.clock = clock;
    }

    /** How a record can go on. */
    public enum Way {
        /** It is decoded anew. */
        DECODE("decode anew"),
        /** The next curation reads it again. */
        CURATE("give to the next haven curate"),
        /** Its source could not read it, so its source has to send it again. */
        SOURCE("nothing: its source has to send it again");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        /** What will be done. */
        public String words() {
            return words;
        }
    }

    /**
     * Records of one kind that are held.
     *
     * @param topic they came by
     * @param stage that holds them
     * @param reason kind of trouble
     * @param records how many
     * @param way how they can go on
     */
    public record Planned(String topic, String stage, String reason, long records, Way way) {}

    /** What would be tried; nothing is changed. */
    public List<Planned> plan(Selection selection) {
        return lake
                .read(Quarantine.QUARANTINE)
                .where(selection.matches())
                .withColumn(
                        "way",
                        when(DECODES, Way.DECODE.name())
                                .when(CURATES, Way.CURATE.name())
                                .otherwise(Way.SOURCE.name()))
                .groupBy("topic", "stage", "error_class", "way")
                .agg(count(lit(1)))
                .orderBy("topic", "stage", "error_class", "way")
                .collectAsList()
                .stream()
                .map(row -> new Planned(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getLong(4),
                        Way.valueOf(row.getString(3))))
                .toList();
    }

    /** Tries them. A process that dies in between leaves them held, or tried; to do it again does no harm. */
    public Outcome commit(Selection selection) {
        Map<String, Long> counts = new TreeMap<>();
        Dataset<Row> held = lake.read(Quarantine.QUARANTINE).where(selection.matches());
        for (Topic topic : Topic.values()) {
            // A batch that has none yet would hold again what goes on now.
            new BatchAccount(lake).bringUpToDate(topic);
            Dataset<Row> undecoded = held.where(DECODES).where(col("topic").equalTo(topic.label()));
            if (!undecoded.isEmpty()) {
                decode(topic, undecoded, counts);
            }
        }
        Dataset<Row> uncurated = held.where(CURATES).where(col("asked_at").isNull());
        if (!uncurated.isEmpty()) {
            counts.put("asked of curate", uncurated.count());
            lake.upsert(Quarantine.QUARANTINE, uncurated.withColumn("asked_at", now()));
        }
        return new Outcome(Map.of(), Map.of(), counts);
    }

    private Column now() {
        return lit(Timestamp.from(clock.instant()));
    }

    private void decode(Topic topic, Dataset<Row> held, Map<String, Long> counts) {
        RecordDecoder decoder = new RecordDecoder(topic, Schemas.known(lake));
        BronzeRow row = new BronzeRow(decoder, claims, topic.bronze().schema());
        Dataset<Row> decoded = SparkRows.dataset(
                lake.session(),
                held.toJavaRDD().map(each -> row.call(HeldRecord.kafka(each))),
                topic.bronze().schema());
        try (Kept kept = new Kept(decoded)) {
            Dataset<Row> good = kept.rows().where(col("problem").isNull());
            long resolved = good.count();
            counts.merge("decoded", resolved, Long::sum);
            counts.merge("held again", kept.rows().count() - resolved, Long::sum);
            if (resolved > 0) {
                lake.upsert(topic.bronze(), good);
            }
            lake.upsert(Quarantine.QUARANTINE, tried(held, kept.rows()));
        }
    }

    private Dataset<Row> tried(Dataset<Row> held, Dataset<Row> decoded) {
        Dataset<Row> results = decoded.select(
                col("partition").as("_partition"),
                col("offset").as("_offset"),
                col("problem").as("_problem"),
                Quarantine.TROUBLE.as("_trouble"),
                Quarantine.SCHEMA.as("_schema"));
        return held.join(
                        results,
                        held.col("partition")
                                .equalTo(col("_partition"))
                                .and(held.col("offset").equalTo(col("_offset"))))
                .withColumn("resolved_at", when(col("_problem").isNull(), now()).otherwise(lit(null)))
                .withColumn("attempts", col("attempts").plus(1))
                .withColumn(
                        "error_class",
                        when(col("_problem").isNotNull(), col("_trouble")).otherwise(col("error_class")))
                .withColumn("error_message", coalesce(col("_problem"), col("error_message")))
                .withColumn("schema", col("_schema"))
                .withColumn("app_version", lit(version))
                .withColumn("run_id", lit(run))
                .drop("_partition", "_offset", "_problem", "_trouble", "_schema");
    }
}
