package eu.havenlake.ingest.bronze;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.contains;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Which of the records in quarantine are meant.
 *
 * @param reason their kind of trouble, or words of the reason
 * @param topic their topic
 * @param since when the first of them reached Kafka
 */
public record Selection(Optional<String> reason, Optional<String> topic, Optional<Instant> since) {

    /** Whether a row of {@link Quarantine#QUARANTINE} is meant and still held. */
    Column matches() {
        Column held = col("resolved_at").isNull();
        Column meant = reason.map(text ->
                        held.and(col("error_class").equalTo(text).or(contains(col("error_message"), lit(text)))))
                .orElse(held);
        Column there = topic.map(name -> meant.and(col("topic").equalTo(name))).orElse(meant);
        return since.map(time -> there.and(col("timestamp").geq(lit(Timestamp.from(time)))))
                .orElse(there);
    }
}
