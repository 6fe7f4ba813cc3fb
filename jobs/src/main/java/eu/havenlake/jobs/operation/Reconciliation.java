package eu.havenlake.jobs.operation;

import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.BronzeIngest;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Compares what each {@code haven collect} sent, by what Kafka acknowledged, with what bronze has of it, by the header of
 * each record that names its run.
 *
 * @param lake where both are told
 */
public record Reconciliation(Lake lake) {
    /** What stays different, and is not complained of any more. */
    public static final Table SENT_DIFFERENCE = Table.ops(
                    "sent_difference", "What bronze does not have of what was sent, or has twice, as it was accepted")
            .column("topic", STRING, "Topic of the records")
            .column("sent_by", STRING, "Run of the collect that sent them")
            .column("sent", LONG, "Records that Kafka acknowledged")
            .column("landed", LONG, "Records that bronze had when the difference was accepted")
            .column("at", TIMESTAMP, "When the difference was accepted")
            .column("run_id", STRING, "Run that went on in spite of it")
            .key("topic", "sent_by");

    /** Begins the name of the count of what was acknowledged in a topic. */
    public static final String ACKNOWLEDGED = "acknowledged ";

    /**
     * What a run sent to a topic and what bronze has of it.
     *
     * @param run of the collect
     * @param topic that it sent to
     * @param sent records that Kafka acknowledged
     * @param landed records that bronze has
     */
    public record Sent(String run, String topic, long sent, long landed) {
        /** Whether bronze has all of it, and nothing twice. */
        public boolean agrees() {
            return sent == landed;
        }

        /** Both numbers in words. */
        public String explain() {
            return "run %s sent %,d records to topic %s, bronze has %,d of them".formatted(run, sent, topic, landed);
        }
    }

    /** Notes differences that an operator accepts. */
    public void accept(List<Sent> unequal, String run, Instant now) {
        if (!unequal.isEmpty()) {
            lake.upsert(
                    SENT_DIFFERENCE,
                    lake.rows(
                            SENT_DIFFERENCE,
                            unequal.stream()
                                    .map(each -> RowFactory.create(
                                            each.topic(),
                                            each.run(),
                                            each.sent(),
                                            each.landed(),
                                            Timestamp.from(now),
                                            run))
                                    .toList()));
        }
    }

    /**
     * Every collect that ended between two times, topic by topic, but for those whose difference was accepted, and for
     * topics in which a loss was accepted since.
     *
     * @param until what ended later may not have been there when bronze was brought up to date
     */
    public List<Sent> between(Instant since, Instant until) {
        List<Row> collects = lake.read(RunRecord.RUN)
                .where(col("stage").equalTo("collect").and(col("state").equalTo("FINISHED")))
                .where(col("at").between(lit(Timestamp.from(since)), lit(Timestamp.from(until))))
                .select("run", "at", "counts")
                .collectAsList();
        if (collects.isEmpty()) {
            return List.of();
        }
        Map<List<String>, Long> landed = landed(since);
        Map<String, Timestamp> gaps = gaps();
        Map<List<String>, Long> sent = new LinkedHashMap<>();
        Set<List<String>> incomplete = accepted();
        for (Row collect : collects) {
            collect.<String, Long>getJavaMap(2).forEach((name, records) -> {
                String topic = name.replace(ACKNOWLEDGED, "");
                if (name.startsWith(ACKNOWLEDGED)) {
                    List<String> key = List.of(topic, collect.getString(0));
                    sent.merge(key, records, Long::sum);
                    if (isAfter(gaps.get(topic), collect.getTimestamp(1))) {
                        incomplete.add(key);
                    }
                }
            });
        }
        sent.keySet().removeAll(incomplete);
        return sent.entrySet().stream()
                .map(each -> new Sent(
                        each.getKey().getLast(),
                        each.getKey().getFirst(),
                        each.getValue(),
                        landed.getOrDefault(each.getKey(), 0L)))
                .toList();
    }

    private Set<List<String>> accepted() {
        return !lake.exists(SENT_DIFFERENCE)
                ? new HashSet<>()
                : lake.read(SENT_DIFFERENCE).select("topic", "sent_by").collectAsList().stream()
                        .map(row -> List.of(row.getString(0), row.getString(1)))
                        .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isAfter(Timestamp gap, Timestamp collect) {
        return gap != null && gap.after(collect);
    }

    private Map<List<String>, Long> landed(Instant since) {
        Map<List<String>, Long> landed = new HashMap<>();
        Dataset<Row> batches = lake.read(BatchAccount.INGEST_BATCH)
                .where(col("at").geq(lit(Timestamp.from(since.minus(Topic.RETENTION)))));
        batches.select(col("topic"), explode(col("runs")).as(new String[] {"run", "records"}))
                .groupBy("topic", "run")
                .agg(sum("records"))
                .collectAsList()
                .forEach(row -> landed.put(List.of(row.getString(0), row.getString(1)), row.getLong(2)));
        return landed;
    }

    private Map<String, Timestamp> gaps() {
        Map<String, Timestamp> gaps = new HashMap<>();
        if (lake.exists(BronzeIngest.INGEST_GAP)) {
            lake.read(BronzeIngest.INGEST_GAP)
                    .groupBy("topic")
                    .agg(max("at"))
                    .collectAsList()
                    .forEach(row -> gaps.put(row.getString(0), row.getTimestamp(1)));
        }
        return gaps;
    }
}
