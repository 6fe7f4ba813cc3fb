package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Kafka.Partitions;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Move;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.TableLogs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where bronze is in a topic. Its table itself says so, for each batch is a commit that tells how far it went; there is
 * no other place that could disagree.
 *
 * @param topic of the records
 * @param id a number that another topic of the same name does not have; empty where bronze does not know it
 * @param reached offset by partition that the table says it goes on with
 * @param next the same, also where the table does not say it; partitions that bronze has not met are missing
 */
record Positions(Topic topic, OptionalLong id, Map<Integer, Long> reached, Map<Integer, Long> next) {
    Positions {
        reached = Map.copyOf(reached);
        next = Map.copyOf(next);
    }

    /** As bronze says it of the partitions that Kafka has. */
    static Positions of(Lake lake, Topic topic, Partitions kafka) {
        Table bronze = topic.bronze();
        Positions told = told(lake.reached(bronze, applications(topic, kafka)), topic, kafka);
        return told.id.isPresent() ? told : new Positions(topic, told.id, told.reached, greatest(lake, bronze));
    }

    /** As bronze's log alone says it: nothing, where an earlier version made the table. */
    static Positions of(TableLogs logs, Topic topic, Partitions kafka) {
        return told(logs.reached(topic.bronze(), applications(topic, kafka)), topic, kafka);
    }

    /** Whether they are those of a topic that is known, and nothing of it is new or gone. */
    boolean areAtTheEnd(Partitions kafka) {
        return id.isPresent()
                && losses(kafka).isEmpty()
                && ranges(kafka, Long.MAX_VALUE).isEmpty();
    }

    private static List<String> applications(Topic topic, Partitions kafka) {
        List<String> applications = new ArrayList<>(List.of(topic.label()));
        kafka.ends().keySet().forEach(partition -> applications.add(application(topic, partition)));
        return applications;
    }

    private static Positions told(Map<String, Long> told, Topic topic, Partitions kafka) {
        Map<Integer, Long> reached = new HashMap<>();
        kafka.ends().keySet().stream()
                .filter(partition -> told.containsKey(application(topic, partition)))
                .forEach(partition -> reached.put(partition, told.get(application(topic, partition))));
        return new Positions(topic, number(told, topic.label()), reached, reached);
    }

    private static <K> OptionalLong number(Map<K, Long> numbers, K key) {
        return numbers.containsKey(key) ? OptionalLong.of(numbers.get(key)) : OptionalLong.empty();
    }

    /** By the records themselves: a table that an earlier version made says nothing else. */
    private static Map<Integer, Long> greatest(Lake lake, Table bronze) {
        return PartitionCount.of(lake.files(bronze)).orElseGet(() -> PartitionCount.of(lake.read(bronze))).stream()
                .collect(Collectors.toMap(PartitionCount::partition, count -> count.last() + 1));
    }

    private static String application(Topic topic, int partition) {
        return topic.label() + ":" + partition;
    }

    private static long number(Partitions kafka) {
        return kafka.id().getMostSignificantBits() ^ kafka.id().getLeastSignificantBits();
    }

    /** A topic that is new to bronze begins with what there is, a partition that was added to it at its first record. */
    private long wanted(int partition, Partitions kafka) {
        return next.getOrDefault(partition, next.isEmpty() ? kafka.begins().get(partition) : 0L);
    }

    /** Partitions in which Kafka does not have the next record any more, or that are another topic's. */
    List<Loss> losses(Partitions kafka) {
        boolean other = id.isPresent() && id.getAsLong() != number(kafka);
        List<Loss> losses = new ArrayList<>();
        new TreeMap<>(kafka.ends()).forEach((partition, end) -> {
            long wanted = wanted(partition, kafka);
            long oldest = kafka.begins().get(partition);
            if (end < wanted || other && wanted > 0) {
                losses.add(new Loss.MadeAnew(partition, wanted, end));
            } else if (oldest > wanted) {
                losses.add(new Loss.Expired(partition, wanted, oldest));
            }
        });
        return losses;
    }

    /** These, but for what was lost. */
    Positions without(Loss.Expired loss) {
        Map<Integer, Long> further = new HashMap<>(next);
        further.put(loss.partition(), loss.oldest());
        return new Positions(topic, id, reached, further);
    }

    /** At the beginning of the topic that Kafka has now. */
    Positions anew(Partitions kafka) {
        return new Positions(topic, OptionalLong.of(number(kafka)), kafka.begins(), kafka.begins());
    }

    /**
     * The next offsets of each partition that has some: all of them where they are not more than {@code most}, else equal
     * parts of as many batches as that makes. A batch costs seconds however small it is, so none is left for the rest.
     */
    List<OffsetRange> ranges(Partitions kafka, long most) {
        List<OffsetRange> behind = kafka.ends().entrySet().stream()
                .map(end -> new OffsetRange(topic.label(), end.getKey(), wanted(end.getKey(), kafka), end.getValue()))
                .filter(range -> range.size() > 0)
                .toList();
        long all = behind.stream().mapToLong(OffsetRange::size).sum();
        long batches = Math.ceilDiv(all, most);
        return behind.stream()
                .map(range -> range.first(Math.ceilDiv(range.size(), batches)))
                .toList();
    }

    /** Where bronze is when it has these ranges. */
    Positions after(List<OffsetRange> ranges, Partitions kafka) {
        Map<Integer, Long> further = new HashMap<>();
        kafka.ends().keySet().forEach(partition -> further.put(partition, wanted(partition, kafka)));
        ranges.forEach(range -> further.put(range.partition(), range.until()));
        return new Positions(topic, OptionalLong.of(number(kafka)), further, further);
    }

    /** What the table has to be told to come from here to {@code later}. */
    Map<String, Move> moves(Positions later) {
        Map<String, Move> moves = new HashMap<>();
        later.reached.forEach((partition, to) -> {
            OptionalLong from = number(reached, partition);
            if (from.isEmpty() || from.getAsLong() != to) {
                moves.put(application(topic, partition), new Move(from, to));
            }
        });
        if (!id.equals(later.id)) {
            moves.put(topic.label(), new Move(id, later.id.getAsLong()));
        }
        return moves;
    }
}
