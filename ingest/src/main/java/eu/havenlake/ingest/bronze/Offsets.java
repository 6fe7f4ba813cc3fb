package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The next offset of each partition that bronze does not have yet: where a stream without a checkpoint begins.
 *
 * @param next offset by partition; partitions that bronze knows nothing of are missing
 */
record Offsets(Map<Integer, Long> next) {
    private static final long EARLIEST = -2;

    /** What Kafka no longer had when an operator accepted it. */
    static final Table INGEST_GAP = Table.ops("ingest_gap", "Offsets that were gone from Kafka before bronze had them")
            .column("topic", STRING, "Topic of the records")
            .column("partition", INT, "Partition of the topic")
            .column("first_offset", LONG, "First offset that is missing")
            .column("last_offset", LONG, "Last offset that is missing")
            .column("at", TIMESTAMP, "When the loss was accepted")
            .column("run_id", STRING, "Run that went on without them")
            .key("topic", "partition", "first_offset");

    static Offsets after(Lake lake, Topic topic) {
        List<PartitionCount> taken = PartitionCount.of(lake.files(topic.bronze()))
                .orElseGet(() -> PartitionCount.of(lake.read(topic.bronze())));
        Map<Integer, Long> next =
                taken.stream().collect(Collectors.toMap(PartitionCount::partition, count -> count.last() + 1));
        gaps(lake, topic).forEach((partition, last) -> next.merge(partition, last + 1, Math::max));
        return new Offsets(next);
    }

    private static Map<Integer, Long> gaps(Lake lake, Topic topic) {
        return lake.exists(INGEST_GAP)
                ? lake
                        .read(INGEST_GAP)
                        .where(col("topic").equalTo(topic.label()))
                        .groupBy("partition")
                        .agg(max("last_offset"))
                        .collectAsList()
                        .stream()
                        .collect(Collectors.toMap(row -> row.getInt(0), row -> row.getLong(1)))
                : Map.of();
    }

    /** Partitions in which Kafka does not have the next record any more, or not yet again. */
    List<Loss> losses(Map<Integer, Long> begins, Map<Integer, Long> ends) {
        return new TreeMap<>(next)
                .entrySet().stream()
                        .filter(entry -> ends.containsKey(entry.getKey()))
                        .flatMap(entry -> loss(
                                entry.getKey(), entry.getValue(), begins.get(entry.getKey()), ends.get(entry.getKey()))
                                .stream())
                        .toList();
    }

    private static Optional<Loss> loss(int partition, long wanted, long oldest, long end) {
        if (end < wanted) {
            return Optional.of(new Loss.MadeAnew(partition, wanted, end));
        }
        return oldest > wanted ? Optional.of(new Loss.Expired(partition, wanted, oldest)) : Optional.empty();
    }

    /**
     * Whether any partition ends later than bronze does. One that bronze knows nothing of counts from its beginning:
     * retention may have emptied it. One that bronze knows counts from there, so that a loss is not passed over.
     */
    boolean isBehind(Map<Integer, Long> begins, Map<Integer, Long> ends) {
        return ends.entrySet().stream()
                .anyMatch(
                        end -> end.getValue() > next.getOrDefault(end.getKey(), begins.getOrDefault(end.getKey(), 0L)));
    }

    /** The option {@code startingOffsets} of Spark's Kafka source; it wants every partition named. */
    String json(String topic, Iterable<Integer> partitions) {
        Map<Integer, Long> all = new TreeMap<>();
        partitions.forEach(partition -> all.put(partition, next.getOrDefault(partition, EARLIEST)));
        return all.entrySet().stream()
                .map(entry -> "\"%d\":%d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",", "{\"" + topic + "\":{", "}}"));
    }
}
