package eu.havenlake.ingest.curation;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.lake.table.Lake;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records that a curation held and that an operator asked it to try again.
 *
 * @param lake where quarantine is
 * @param asked their rows of quarantine
 */
record Retried(Lake lake, Dataset<Row> asked) {
    private static final String[] PLACE = {"partition", "offset"};

    /** The records that were asked of a stage. */
    static Retried of(Lake lake, String stage) {
        return new Retried(
                lake,
                lake.read(Quarantine.QUARANTINE)
                        .where(Quarantine.ASKED)
                        .where(col("stage").equalTo(stage)));
    }

    /** How many they are. */
    long count() {
        return asked.count();
    }

    /** Of {@code bronze} their rows. */
    Dataset<Row> rows(Dataset<Row> bronze) {
        return bronze.join(broadcast(asked.select("partition", "offset")), PLACE, "left_semi");
    }

    /** Of {@code bronze} all rows but theirs. */
    Dataset<Row> others(Dataset<Row> bronze) {
        return bronze.join(broadcast(asked.select("partition", "offset")), PLACE, "left_anti");
    }

    /** Rows of quarantine that a curation holds now, with the number of tries that these are. */
    Dataset<Row> counted(Dataset<Row> held) {
        Dataset<Row> earlier =
                asked.select(col("partition"), col("offset"), col("attempts").as("_earlier"));
        return held.join(broadcast(earlier), PLACE, "left_outer")
                .withColumn("attempts", coalesce(col("_earlier"), lit(0)).plus(1))
                .drop("_earlier");
    }

    /** Lets those go that were tried and are not held again; who waits for consent was not tried. */
    void settle(Dataset<Row> tried, Dataset<Row> heldAgain, Instant now) {
        Dataset<Row> free = asked.join(tried.select("partition", "offset"), PLACE, "left_semi")
                .join(heldAgain.select("partition", "offset"), PLACE, "left_anti");
        lake.upsert(
                Quarantine.QUARANTINE,
                free.withColumn("resolved_at", lit(Timestamp.from(now)))
                        .withColumn("asked_at", lit(null).cast("timestamp"))
                        .withColumn("attempts", col("attempts").plus(1)));
    }
}
