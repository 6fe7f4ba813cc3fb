package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.SparkRows;
import eu.havenlake.lake.table.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Kafka → bronze: one stream per topic takes all that is there and ends. Each batch is one commit with every record of
 * it, whether it decodes or not; the commit carries the stream's id and the batch's number, so that a batch that is
 * tried again after a crash is not added twice.
 */
public final class BronzeIngest {
    /** What each batch of each stream took in. */
    public static final Table INGEST_BATCH = Table.ops("ingest_batch", "What each batch of an ingest stream took in")
            .column("topic", STRING, "Topic of the stream")
            .column("query", STRING, "Id of the stream, new with each checkpoint")
            .column("batch", LONG, "Number of the batch in its stream")
            .column("partition", INT, "Partition of the topic")
            .column("records", LONG, "Records that bronze took from the partition")
            .column("quarantined", LONG, "Those of them that could not be read")
            .column("first_offset", LONG, "Least offset")
            .column("last_offset", LONG, "Greatest offset")
            .column("at", TIMESTAMP, "When the batch was committed")
            .column("run_id", STRING, "Run that took it in")
            .key("topic", "query", "batch", "partition");

    private static final long BATCH_RECORDS = 500_000;

    private final Lake lake;
    private final Kafka kafka;
    private final Path checkpoints;
    private final String version;
    private final String run;
    private final Clock clock;

    /**
     * @param lake where the tables are
     * @param kafka where the topics are
     * @param checkpoints folder for the streams' checkpoints
     * @param version version of HavenLake, for quarantine
     * @param run run that takes in
     * @param clock for the time of each batch
     */
    public BronzeIngest(Lake lake, Kafka kafka, Path checkpoints, String version, String run, Clock clock) {
        this.lake = lake;
        this.kafka = kafka;
        this.checkpoints = checkpoints;
        this.version = version;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Takes in all that the topics hold now; the outcome counts what came in and what went to quarantine.
     *
     * @param accepted where records that are gone from Kafka are noted, and do not stop the ingest
     * @throws HavenException if records are gone elsewhere, before anything is taken in
     */
    public Outcome takeIn(List<Topic> topics, AcceptedLoss accepted) {
        CompletableFuture<Map<Long, String>> schemas = CompletableFuture.supplyAsync(
                () -> Schemas.known(lake), Thread.ofPlatform().name("schemas")::start);
        lake.create(INGEST_BATCH);
        Map<Topic, List<PartitionCount>> taken = new ConcurrentHashMap<>();
        List<StreamingQuery> queries = new ArrayList<>();
        Map<Topic, Offsets> starts = new EnumMap<>(Topic.class);
        topics.forEach(topic -> starts.put(topic, start(topic, accepted)));
        for (Topic topic : topics) {
            Offsets offsets = starts.get(topic);
            Map<Integer, Long> ends = kafka.endOffsets(topic);
            if (offsets.isBehind(kafka.beginOffsets(topic), ends)
                    || checkpoint(topic).hasUnfinishedBatch()) {
                lake.create(topic.bronze());
                List<PartitionCount> counts = taken.computeIfAbsent(topic, ignored -> new ArrayList<>());
                queries.add(start(
                        topic,
                        offsets.json(topic.label(), ends.keySet()),
                        (records, batch) -> counts.addAll(
                                commit(topic, new RecordDecoder(topic, schemas.join()), records, batch))));
            }
        }
        queries.forEach(BronzeIngest::await);
        return outcome(topics, taken);
    }

    private Offsets start(Topic topic, AcceptedLoss accepted) {
        Offsets offsets = Offsets.after(lake, topic);
        List<Loss> losses = offsets.losses(kafka.beginOffsets(topic), kafka.endOffsets(topic));
        String refused = losses.stream()
                .filter(loss -> loss instanceof Loss.MadeAnew || !accepted.covers(topic, loss.partition()))
                .map(loss -> loss.explain(topic))
                .collect(Collectors.joining("\n"));
        if (!refused.isEmpty()) {
            throw new HavenException(refused);
        }
        return losses.isEmpty() ? offsets : goOnWithout(losses, topic);
    }

    /** Spark would go on from the stream's checkpoint, so that goes first: a gap that is not noted is asked about again. */
    private Offsets goOnWithout(List<Loss> losses, Topic topic) {
        checkpoint(topic).delete();
        List<Row> gaps = new ArrayList<>();
        for (Loss loss : losses) {
            if (loss instanceof Loss.Expired(int partition, long wanted, long oldest)) {
                gaps.add(RowFactory.create(topic.label(), partition, wanted, oldest - 1, clock.instant(), run));
            }
        }
        lake.upsert(Offsets.INGEST_GAP, lake.rows(Offsets.INGEST_GAP, gaps));
        return Offsets.after(lake, topic);
    }

    private StreamingQuery start(Topic topic, String startingOffsets, VoidFunction2<Dataset<Row>, Long> commit) {
        try {
            return lake.session()
                    .readStream()
                    .format("kafka")
                    .options(kafka.sparkOptions())
                    .option("subscribe", topic.label())
                    .option("startingOffsets", startingOffsets)
                    .option("failOnDataLoss", "true")
                    .option("includeHeaders", "true")
                    // With Kafka's defaults, 500 records and 1 MB, a consumer of small records waits for the broker.
                    .option("kafka.max.poll.records", 4_000)
                    .option("kafka.max.partition.fetch.bytes", 8 << 20)
                    .option("maxOffsetsPerTrigger", BATCH_RECORDS)
                    .load()
                    .writeStream()
                    .queryName("ingest_" + topic.label())
                    .option(
                            "checkpointLocation",
                            checkpoint(topic).folder().toUri().toString())
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch(commit)
                    .start();
        } catch (TimeoutException e) {
            throw new HavenException(
                    "Cannot start the stream of " + topic.label() + ": " + e.getMessage() + ". Try again.", e);
        }
    }

    private Checkpoint checkpoint(Topic topic) {
        return new Checkpoint(checkpoints.resolve("ingest").resolve(topic.label()));
    }

    private static void await(StreamingQuery query) {
        try {
            query.awaitTermination();
        } catch (StreamingQueryException e) {
            throw new HavenException(
                    "Cannot go on with %s: %s. What was committed stays; after mending the cause, run haven ingest again."
                            .formatted(query.name(), e.getCause() == null ? e.getMessage() : e.getCause()),
                    e);
        }
    }

    private List<PartitionCount> commit(Topic topic, RecordDecoder decoder, Dataset<Row> records, long batch) {
        String query = records.sparkSession().sparkContext().getLocalProperty("sql.streaming.queryId");
        Table table = topic.bronze();
        StructType columns = table.schema();
        Dataset<Row> bronze = SparkRows.map(records, columns, new BronzeRow(decoder, records.schema(), columns));
        long before = lake.version(table);
        lake.appendOnce(table, bronze, topic.label() + "/" + query, batch);
        long after = lake.version(table);
        // A batch that an earlier run committed already is decoded again.
        Supplier<Dataset<Row>> landed = () -> before < after ? lake.readInserted(table, before, after) : bronze;
        List<PartitionCount> counts = (before < after
                        ? PartitionCount.of(lake.added(table, after))
                        : Optional.<List<PartitionCount>>empty())
                .orElseGet(() -> PartitionCount.of(landed.get()));
        List<Row> rows = counts.stream()
                .map(count -> count.row(topic, query, batch, clock.instant(), run))
                .toList();
        lake.appendOnce(
                INGEST_BATCH,
                lake.rows(INGEST_BATCH, rows).coalesce(1),
                "ingest_batch/" + topic.label() + "/" + query,
                batch);
        if (counts.stream().anyMatch(count -> count.quarantined() > 0)) {
            hold(Quarantine.ofBronze(landed.get(), version, run));
        }
        return counts;
    }

    /** One stream at a time: they share the table, and Delta refuses the later of two merges that meet. */
    private synchronized void hold(Dataset<Row> records) {
        lake.upsert(Quarantine.QUARANTINE, records);
    }

    private Outcome outcome(List<Topic> topics, Map<Topic, List<PartitionCount>> taken) {
        Map<String, Long> counts = new TreeMap<>();
        taken.forEach((topic, partitions) -> {
            counts.put(topic.label(), sum(partitions, PartitionCount::records));
            counts.put(topic.label() + " quarantined", sum(partitions, PartitionCount::quarantined));
        });
        Map<String, Long> outputs = new LinkedHashMap<>();
        topics.forEach(topic -> outputs.put(topic.bronze().qualifiedName(), lake.version(topic.bronze())));
        return new Outcome(Map.of(), outputs, counts);
    }

    private static long sum(List<PartitionCount> partitions, ToLongFunction<PartitionCount> number) {
        return partitions.stream().mapToLong(number).sum();
    }
}
