package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Lake;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The next offset of each partition that bronze does not have yet: where a stream without a checkpoint begins.
 *
 * @param next offset by partition; partitions that bronze knows nothing of are missing
 */
record Offsets(Map<Integer, Long> next) {
    private static final long EARLIEST = -2;

    static Offsets after(Lake lake, Topic topic) {
        List<PartitionCount> taken = PartitionCount.of(lake.files(topic.bronze()))
                .orElseGet(() -> PartitionCount.of(lake.read(topic.bronze())));
        return new Offsets(
                taken.stream().collect(Collectors.toMap(PartitionCount::partition, count -> count.last() + 1)));
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
