package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Kafka.Partitions;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Move;
import eu.havenlake.lake.table.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Begins a topic anew that was deleted and made again, or that is now another cluster's. What bronze has of the
 * earlier one stays, with partitions of its own, so that an offset names one record only.
 */
public final class Reset {
    /** Added to the partitions of what the earlier topic gave, once for each time that the topic began anew. */
    static final int EARLIER = 100_000;

    private final Lake lake;
    private final Topic topic;
    private final Partitions kafka;
    private final Positions positions;
    private final BatchNote note;
    private final Clock clock;

    /**
     * @param version version of HavenLake that resets
     * @param run run that resets
     * @param clock for the time of the gap
     * @throws HavenException if the topic is the one that bronze knows
     */
    public Reset(Lake lake, Kafka cluster, Topic topic, String version, String run, Clock clock) {
        this.lake = lake;
        this.topic = topic;
        this.kafka = cluster.partitions(topic);
        this.positions = Positions.of(lake, topic, kafka);
        this.note = new BatchNote(version, run, 0, List.of());
        this.clock = clock;
        if (positions.losses(kafka).stream().noneMatch(Loss.MadeAnew.class::isInstance)) {
            throw new HavenException(
                    "Cannot reset topic %s: it is the one that the lake knows, and haven ingest goes on where it ended. To try records again, see haven replay."
                            .formatted(topic.label()));
        }
    }

    /** What would happen, a line for each partition. */
    public List<String> plan() {
        List<String> lines = new ArrayList<>();
        lines.add("%s keeps the %,d rows that it has of the earlier topic; %d is added to their partitions."
                .formatted(topic.bronze(), rows(), EARLIER));
        new TreeMap<>(kafka.ends())
                .forEach((partition, end) -> lines.add("  partition %d: the lake went on with %,d, now with %,d of %,d"
                        .formatted(
                                partition,
                                positions.next().getOrDefault(partition, 0L),
                                kafka.begins().get(partition),
                                end)));
        return lines;
    }

    private long rows() {
        return lake.read(topic.bronze()).count();
    }

    /** Does it; killed in between, it can be done again. */
    public Outcome commit() {
        Table bronze = topic.bronze();
        // A batch that has none yet would be held under the partitions of the topic that is there now.
        new BatchAccount(lake).bringUpToDate(topic);
        noteWhatWasNotTakenIn();
        String resets = topic.label() + ":resets";
        OptionalLong before = lake.reached(bronze, List.of(resets)).values().stream()
                .mapToLong(Long::longValue)
                .findFirst();
        long number = before.orElse(0) + 1;
        long kept = rows();
        moveAway(bronze, number);
        moveAway(Quarantine.QUARANTINE, number);
        Map<String, Move> moves = new HashMap<>(positions.moves(positions.anew(kafka)));
        moves.put(resets, new Move(before, number));
        lake.append(bronze, lake.rows(bronze, List.of()), moves, files -> note.json());
        return new Outcome(Map.of(), Map.of(), Map.of("kept", kept));
    }

    /** Once for each reset: a table that has it from a try that died is left as it is. */
    private void moveAway(Table table, long number) {
        String errand = "reset %d of %s".formatted(number, topic.label());
        String which = "topic = '%s'".formatted(topic.label());
        lake.update(errand, table, "partition", "partition + " + EARLIER, which);
    }

    /** What the earlier topic had beyond bronze went with it, and nobody knows how much that was. */
    private void noteWhatWasNotTakenIn() {
        List<Row> gaps = kafka.ends().keySet().stream()
                .map(partition -> RowFactory.create(
                        topic.label(),
                        EARLIER + partition,
                        positions.next().getOrDefault(partition, 0L),
                        null,
                        clock.instant(),
                        note.run()))
                .toList();
        lake.upsert(BronzeIngest.INGEST_GAP, lake.rows(BronzeIngest.INGEST_GAP, gaps));
    }
}
