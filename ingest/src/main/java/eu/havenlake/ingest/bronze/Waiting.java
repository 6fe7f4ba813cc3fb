package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Kafka.Partitions;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.TableLogs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Kafka has of a topic and bronze does not.
 *
 * @param topic of the records
 * @param offsets how many they are, with those that hold no record
 * @param oldest when the first record of a partition reached Kafka; empty where none waits
 * @param losses what bronze can no longer get, each with the remedy
 */
public record Waiting(Topic topic, long offsets, Optional<Instant> oldest, List<String> losses) {
    public Waiting {
        losses = List.copyOf(losses);
    }

    /** As it is now. */
    public static Waiting of(Lake lake, Topic topic, Kafka kafka) {
        Partitions partitions = kafka.partitions(topic);
        Positions positions = Positions.of(lake, topic, partitions);
        List<Loss> losses = positions.losses(partitions);
        List<OffsetRange> ranges = losses.isEmpty() ? positions.ranges(partitions, Long.MAX_VALUE) : List.of();
        return new Waiting(
                topic,
                ranges.stream().mapToLong(OffsetRange::size).sum(),
                ranges.stream().flatMap(range -> firstRecord(range, kafka)).min(Instant::compareTo),
                losses.stream().map(loss -> loss.explain(topic)).toList());
    }

    /**
     * Whether nothing waits, nothing is lost, and each batch has its account, as far as that can be told without a
     * session. After its files were put together a table does not tell, until the next ingest.
     */
    public static boolean isNothing(TableLogs logs, Topic topic, Partitions kafka) {
        Table bronze = topic.bronze();
        long version = logs.version(bronze);
        if (version < 0) {
            return kafka.ends().values().stream().allMatch(end -> end == 0);
        }
        long told =
                logs.reached(BatchAccount.INGEST_BATCH, List.of(topic.label())).getOrDefault(topic.label(), -1L);
        return told == version && Positions.of(logs, topic, kafka).areAtTheEnd(kafka);
    }

    private static Stream<Instant> firstRecord(OffsetRange range, Kafka kafka) {
        try (RangeReader reader = new RangeReader(range, kafka.clientOptions())) {
            return reader.hasNext()
                    ? Stream.of(Instant.ofEpochMilli(reader.next().timestamp()))
                    : Stream.empty();
        }
    }
}
