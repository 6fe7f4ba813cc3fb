package eu.havenlake.jobs.operation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.bronze.Waiting;
import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.operation.TopicStatus.Held;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.table.Lake;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Reads how the haven is from the lake's own tables of operation and from Kafka.
 *
 * @param lake where the tables are
 * @param kafka where the topics are
 * @param clock what time it is
 */
public record StatusReader(Lake lake, Kafka kafka, Clock clock) {
    /** A record that waits for half of what Kafka keeps is on its way to be lost. */
    private static final Duration LONGEST_WAIT = Topic.RETENTION.dividedBy(2);

    /** How it is now. */
    public Status read() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Waiting> waiting = Arrays.stream(Topic.values())
                .map(topic -> Waiting.of(lake, topic, kafka))
                .toList();
        Map<String, Taken> taken = taken(now);
        Map<String, Map<String, Held>> held = held();
        List<TopicStatus> topics =
                waiting.stream().map(each -> status(each, taken, held)).toList();
        List<String> troubles = new ArrayList<>();
        waiting.forEach(each -> troubles.addAll(each.losses()));
        waiting.forEach(each -> tooLong(each, now).ifPresent(troubles::add));
        troubles.addAll(unequal(now));
        troubles.addAll(failed());
        return new Status(now, topics, troubles);
    }

    private record Taken(long records, long lastHour, long unreadable, Instant last, double seconds) {
        static final Taken NOTHING = new Taken(0, 0, 0, Instant.EPOCH, 0);
    }

    private Map<String, Taken> taken(Instant now) {
        Map<String, Taken> taken = new HashMap<>();
        lake.read(BatchAccount.INGEST_BATCH)
                .groupBy("topic")
                .agg(
                        sum("records"),
                        sum(when(col("at").gt(lit(Timestamp.from(now.minus(1, ChronoUnit.HOURS)))), col("records"))
                                .otherwise(lit(0L))),
                        sum("quarantined"),
                        max("at"),
                        max_by(col("seconds"), col("at")))
                .collectAsList()
                .forEach(row -> taken.put(row.getString(0), taken(row)));
        return taken;
    }

    private static Taken taken(Row row) {
        return new Taken(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getTimestamp(4).toInstant(),
                row.isNullAt(5) ? 0 : row.getDouble(5));
    }

    private Map<String, Map<String, Held>> held() {
        Map<String, Map<String, Held>> held = new HashMap<>();
        lake.read(Quarantine.QUARANTINE)
                .groupBy("topic", "error_class")
                .agg(count(lit(1)), count_if(col("resolved_at").isNull()))
                .collectAsList()
                .forEach(row -> held.computeIfAbsent(row.getString(0), topic -> new HashMap<>())
                        .put(row.getString(1), new Held(row.getLong(2), row.getLong(3))));
        return held;
    }

    private static TopicStatus status(Waiting waiting, Map<String, Taken> taken, Map<String, Map<String, Held>> held) {
        String topic = waiting.topic().label();
        Taken bronze = taken.getOrDefault(topic, Taken.NOTHING);
        return new TopicStatus(
                topic,
                waiting.offsets(),
                waiting.oldest(),
                Optional.of(bronze.last()).filter(last -> last.isAfter(Instant.EPOCH)),
                bronze.seconds(),
                bronze.records(),
                bronze.lastHour(),
                bronze.unreadable(),
                held.getOrDefault(topic, Map.of()));
    }

    private static Optional<String> tooLong(Waiting waiting, Instant now) {
        return waiting.oldest()
                .filter(oldest -> Duration.between(oldest, now).compareTo(LONGEST_WAIT) > 0)
                .map(oldest ->
                        "Topic %s: a record waits since %s, and Kafka keeps records for %d days only. Run haven ingest."
                                .formatted(waiting.topic().label(), oldest, Topic.RETENTION.toDays()));
    }

    /** Only what an ingest has had its chance to take in is compared. */
    private List<String> unequal(Instant now) {
        return lastFinished("ingest")
                .map(ingest -> new Reconciliation(lake)
                        .between(now.minus(Topic.RETENTION), ingest).stream()
                                .filter(sent -> !sent.agrees())
                                .map(sent -> "Topic %s: %s. Compare ops.ingest_batch with the topic."
                                        .formatted(sent.topic(), sent.explain()))
                                .toList())
                .orElse(List.of());
    }

    private Optional<Instant> lastFinished(String stage) {
        Row last = lake.read(RunRecord.RUN)
                .where(col("stage").equalTo(stage).and(col("state").equalTo("FINISHED")))
                .agg(max(struct("at", "seconds")))
                .first();
        return last.isNullAt(0)
                ? Optional.empty()
                : Optional.of(last.getStruct(0))
                        .map(run -> run.getTimestamp(0).toInstant().minusMillis((long) (run.getDouble(1) * 1000)));
    }

    /** Stages whose last run failed. */
    private List<String> failed() {
        return lake
                .read(RunRecord.RUN)
                .where("state <> 'STARTED'")
                .groupBy("stage")
                .agg(max_by(struct("state", "at", "run", "error"), col("at")).as("last"))
                .where("last.state = 'FAILED'")
                .selectExpr("stage", "last.at", "last.run", "last.error")
                .orderBy("stage")
                .collectAsList()
                .stream()
                .map(row -> "Stage %s failed at %s (run %s): %s"
                        .formatted(
                                row.getString(0),
                                row.getTimestamp(1).toInstant(),
                                row.getString(2),
                                row.getString(3).lines().findFirst().orElse("no reason is known")))
                .toList();
    }
}
