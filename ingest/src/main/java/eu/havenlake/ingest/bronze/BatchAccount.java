package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.LONG_MAP;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Appended;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Move;
import eu.havenlake.lake.table.Table;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Follows the commits of bronze: gives account of each and holds what it could not read. It goes on where the account
 * ends, so a batch whose process died after its commit gets both from the next.
 */
public final class BatchAccount {
    /** What each batch took in of each partition. */
    public static final Table INGEST_BATCH = Table.ops("ingest_batch", "What each batch took in of each partition")
            .column("topic", STRING, "Topic of the records")
            .column("batch", LONG, "Version of the bronze table that the batch made")
            .column("partition", INT, "Partition of the topic")
            .column("read", LONG, "Records that Kafka gave")
            .column("records", LONG, "Records that bronze has of them, counted by its files")
            .column("quarantined", LONG, "Those of them that could not be read")
            .column("first_offset", LONG, "Least offset of a record; null where there was none")
            .column("last_offset", LONG, "Greatest offset of a record; null where there was none")
            .column("next_offset", LONG, "Offset that the next batch goes on with")
            .column("runs", LONG_MAP, "Records by the run that sent them, of those that say so")
            .column("seconds", DOUBLE, "How long the whole batch took")
            .column("at", TIMESTAMP, "When the batch was committed")
            .column("run_id", STRING, "Run that took it in")
            .key("topic", "batch", "partition")
            .migrated(
                    "batches of streams say what Kafka gave and where the next one went on",
                    "UPDATE %s SET read = records, next_offset = last_offset + 1 WHERE read IS NULL");

    private final Lake lake;

    BatchAccount(Lake lake) {
        this.lake = lake;
    }

    /** Gives account of every batch of a topic that has none yet; what they took in. */
    List<PartitionCount> bringUpToDate(Topic topic) {
        List<PartitionCount> taken = new ArrayList<>();
        // Before the batches are listed: one that another ingest adds meanwhile is beyond it.
        long seen = lake.version(topic.bronze());
        Map<String, Long> told = lake.reached(INGEST_BATCH, List.of(topic.label()));
        OptionalLong last = told.values().stream().mapToLong(Long::longValue).max();
        for (Appended commit : lake.appended(topic.bronze(), last.orElse(-1))) {
            BatchNote note = BatchNote.parse(commit.note());
            List<PartitionCount> counts = counts(topic, commit);
            if (counts.stream().anyMatch(count -> count.quarantined() > 0)) {
                hold(topic, commit, note);
            }
            tell(topic, rows(topic, commit, note, counts), new Move(last, commit.version()));
            last = OptionalLong.of(commit.version());
            taken.addAll(counts);
        }
        if (last.isPresent() && last.getAsLong() < seen) {
            // Its files were put together since: who asks whether all has been told need not look at that again.
            tell(topic, List.of(), new Move(last, seen));
        }
        return taken;
    }

    private void tell(Topic topic, List<Row> rows, Move move) {
        lake.append(
                INGEST_BATCH,
                lake.rows(INGEST_BATCH, rows).coalesce(1),
                Map.of(topic.label(), move),
                files -> topic.label());
    }

    private List<PartitionCount> counts(Topic topic, Appended commit) {
        return PartitionCount.of(commit.files())
                .orElseGet(() ->
                        PartitionCount.of(lake.readInserted(topic.bronze(), commit.version() - 1, commit.version())));
    }

    private void hold(Topic topic, Appended commit, BatchNote note) {
        lake.upsert(
                Quarantine.QUARANTINE,
                Quarantine.ofBronze(
                        lake.readInserted(topic.bronze(), commit.version() - 1, commit.version()),
                        note.version(),
                        note.run()));
    }

    private static List<Row> rows(Topic topic, Appended commit, BatchNote note, List<PartitionCount> counts) {
        Map<Integer, PartitionCount> found =
                counts.stream().collect(Collectors.toMap(PartitionCount::partition, Function.identity()));
        return note.parts().stream()
                .map(part -> row(topic, commit, note, part, Optional.ofNullable(found.get(part.partition()))))
                .toList();
    }

    private static Row row(
            Topic topic, Appended commit, BatchNote note, BatchNote.Part part, Optional<PartitionCount> count) {
        return RowFactory.create(
                topic.label(),
                commit.version(),
                part.partition(),
                part.records(),
                count.map(PartitionCount::records).orElse(0L),
                count.map(PartitionCount::quarantined).orElse(0L),
                count.map(PartitionCount::first).orElse(null),
                count.map(PartitionCount::last).orElse(null),
                part.until(),
                part.runs(),
                note.seconds(),
                Timestamp.from(commit.at()),
                note.run());
    }
}
