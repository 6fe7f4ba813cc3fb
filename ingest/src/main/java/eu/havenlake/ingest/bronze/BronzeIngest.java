package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Kafka.Partitions;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.Trouble;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Move;
import eu.havenlake.lake.table.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Kafka → bronze: takes all that the topics hold, batch by batch, and ends. A batch is one commit, with every record of
 * its offsets, whether it decodes or not, and with the offsets that it goes up to. So the table alone says where to go
 * on: whatever is killed, deleted or started twice, a record is in it once.
 */
public final class BronzeIngest {
    /** What Kafka no longer had when an operator accepted it. */
    public static final Table INGEST_GAP = Table.ops(
                    "ingest_gap", "Offsets that were gone from Kafka before bronze had them")
            .column("topic", STRING, "Topic of the records")
            .column("partition", INT, "Partition of the topic")
            .column("first_offset", LONG, "First offset that is missing")
            .column(
                    "last_offset",
                    LONG,
                    "Last offset that is missing; null where the topic was deleted, so that nobody knows")
            .column("at", TIMESTAMP, "When the loss was accepted")
            .column("run_id", STRING, "Run that went on without them")
            .key("topic", "partition", "first_offset");

    private static final long BATCH_OFFSETS = 500_000;

    private final Lake lake;
    private final Kafka kafka;
    private final BatchAccount account;
    private final String version;
    private final String run;
    private final Clock clock;

    /**
     * @param lake where the tables are
     * @param kafka where the topics are
     * @param version version of HavenLake, for quarantine
     * @param run run that takes in
     * @param clock for the time of gaps
     */
    public BronzeIngest(Lake lake, Kafka kafka, String version, String run, Clock clock) {
        this.lake = lake;
        this.kafka = kafka;
        this.account = new BatchAccount(lake);
        this.version = version;
        this.run = run;
        this.clock = clock;
    }

    /** A topic as it is before anything of it is taken in, and what of it is gone. */
    private record Start(Positions positions, Partitions kafka, List<Loss> losses) {}

    /** Takes in all that the topics hold now; the outcome counts what came in and what went to quarantine. */
    public Outcome takeIn(List<Topic> topics) {
        return takeIn(topics, AcceptedLoss.NONE, () -> false);
    }

    /**
     * The same, as far as it is let.
     *
     * @param accepted where records that are gone from Kafka are noted, and do not stop the ingest
     * @param stop whether it shall end after the batch at hand
     * @throws HavenException if records are gone elsewhere, before anything is taken in
     */
    public Outcome takeIn(List<Topic> topics, AcceptedLoss accepted, BooleanSupplier stop) {
        CompletableFuture<Map<Long, String>> schemas = beside(() -> Schemas.known(lake));
        lake.create(BatchAccount.INGEST_BATCH);
        Map<Topic, Start> starts = new EnumMap<>(Topic.class);
        topics.forEach(topic -> starts.put(topic, start(topic, accepted)));
        starts.replaceAll((topic, start) -> start.losses().isEmpty() ? start : without(start));
        Map<Topic, CompletableFuture<List<PartitionCount>>> taken = new EnumMap<>(Topic.class);
        starts.forEach((topic, start) -> taken.put(topic, beside(() -> takeIn(topic, start, schemas, stop))));
        return outcome(taken);
    }

    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread.ofPlatform().name("ingest")::start);
    }

    private Start start(Topic topic, AcceptedLoss accepted) {
        Partitions partitions = kafka.partitions(topic);
        accepted.refuseOthers(topic, partitions.ends().keySet());
        Positions positions = Positions.of(lake, topic, partitions);
        List<Loss> losses = positions.losses(partitions);
        String refused = losses.stream()
                .filter(loss -> loss instanceof Loss.MadeAnew || !accepted.covers(topic, loss.partition()))
                .map(loss -> loss.explain(topic))
                .collect(Collectors.joining("\n"));
        if (!refused.isEmpty()) {
            throw new HavenException(refused);
        }
        return new Start(positions, partitions, losses);
    }

    /** The gap is noted first: killed before the table passes over it, the next ingest asks about it again. */
    private Start without(Start start) {
        Positions further = start.positions();
        List<Row> gaps = new ArrayList<>();
        for (Loss loss : start.losses()) {
            if (loss instanceof Loss.Expired expired) {
                further = further.without(expired);
                gaps.add(RowFactory.create(
                        further.topic().label(),
                        expired.partition(),
                        expired.wanted(),
                        expired.oldest() - 1,
                        clock.instant(),
                        run));
            }
        }
        lake.upsert(INGEST_GAP, lake.rows(INGEST_GAP, gaps));
        Table bronze = further.topic().bronze();
        Positions beyond = further.after(List.of(), start.kafka());
        BatchNote nothing = new BatchNote(version, run, 0, List.of());
        lake.append(bronze, lake.rows(bronze, List.of()), further.moves(beyond), files -> nothing.json());
        return new Start(beyond, start.kafka(), List.of());
    }

    /** Batch by batch, beginning with the account of one that was left without; what there is account of now. */
    private List<PartitionCount> takeIn(
            Topic topic, Start start, CompletableFuture<Map<Long, String>> schemas, BooleanSupplier stop) {
        List<PartitionCount> taken = new ArrayList<>(account.bringUpToDate(topic));
        Positions positions = start.positions();
        List<OffsetRange> ranges = positions.ranges(start.kafka(), BATCH_OFFSETS);
        while (!ranges.isEmpty() && !stop.getAsBoolean()) {
            Positions later = positions.after(ranges, start.kafka());
            RecordDecoder decoder = new RecordDecoder(topic, result(schemas));
            Batch batch = new Batch(lake.session(), topic, ranges, kafka, decoder);
            commit(topic, batch, positions.moves(later));
            taken.addAll(account.bringUpToDate(topic));
            positions = later;
            ranges = positions.ranges(start.kafka(), BATCH_OFFSETS);
        }
        return taken;
    }

    private void commit(Topic topic, Batch batch, Map<String, Move> moves) {
        try {
            lake.append(
                    topic.bronze(),
                    batch.rows(),
                    moves,
                    files -> batch.reconcile(files, version, run).json());
        } catch (Exception e) {
            throw ExceptionUtils.getThrowableList(e).stream()
                    .filter(HavenException.class::isInstance)
                    .map(HavenException.class::cast)
                    .findFirst()
                    .orElseGet(() -> failed(topic, e));
        }
    }

    private static HavenException failed(Topic topic, Exception e) {
        return new HavenException(
                "Cannot go on with topic %s: %s. What was committed stays; after mending the cause, run haven ingest again."
                        .formatted(topic.label(), Trouble.words(e)),
                e);
    }

    /** Waits for all topics: one that fails does not stop the others in the middle. */
    private Outcome outcome(Map<Topic, CompletableFuture<List<PartitionCount>>> taken) {
        taken.values().forEach(each -> each.exceptionally(failure -> List.of()).join());
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Long> outputs = new LinkedHashMap<>();
        taken.forEach((topic, partitions) -> {
            List<PartitionCount> found = result(partitions);
            if (!found.isEmpty()) {
                counts.put(topic.label(), sum(found, PartitionCount::records));
                counts.put(topic.label() + " quarantined", sum(found, PartitionCount::quarantined));
            }
            outputs.put(topic.bronze().qualifiedName(), lake.version(topic.bronze()));
        });
        return new Outcome(Map.of(), outputs, counts);
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static long sum(List<PartitionCount> partitions, ToLongFunction<PartitionCount> number) {
        return partitions.stream().mapToLong(number).sum();
    }
}
