package eu.havenlake.ingest.topic;

import eu.havenlake.ingest.bronze.OffsetRange;
import eu.havenlake.ingest.bronze.RangeReader;
import eu.havenlake.ingest.collect.Publisher;
import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.lake.HavenException;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Carries what a topic of somebody else holds to ours, from where it last ended to its end as it is now. How far it came
 * is kept in Kafka, as the offsets of a consumer group, and moves on only when the cluster has acknowledged what was
 * sent: a process that dies sends some records again, and those replace themselves, for a sample's id is made of what it
 * is.
 *
 * @param kafka where both topics are
 * @param mapping how records become data points
 * @param group the consumer group; each lake needs one of its own
 */
public record UserTopic(Kafka kafka, TopicMapping mapping, String group) {
    private static final long PIECE = 50_000;

    /**
     * Sends all that is new.
     *
     * @param progress is told the records sent so far
     * @return how many they are
     * @throws HavenException if the topic is missing, or let records go that were not carried yet
     */
    public long carry(Origin origin, Publisher publisher, LongConsumer progress) {
        long sent = 0;
        for (Kafka.Range range : kafka.waiting(mapping.topic(), group)) {
            if (range.begin() > range.from()) {
                throw gone(range);
            }
            for (long from = range.from(); from < range.end(); from += PIECE) {
                long until = Math.min(range.end(), from + PIECE);
                sent += carry(new OffsetRange(mapping.topic(), range.partition(), from, until), origin, publisher);
                publisher.flush();
                kafka.commit(group, mapping.topic(), Map.of(range.partition(), until));
                progress.accept(sent);
            }
        }
        return sent;
    }

    private long carry(OffsetRange range, Origin origin, Publisher publisher) {
        long sent = 0;
        try (RangeReader records = new RangeReader(range, kafka.clientOptions())) {
            while (records.hasNext()) {
                publisher.send(mapping.map(origin, records.next()));
                sent++;
            }
        }
        return sent;
    }

    private HavenException gone(Kafka.Range range) {
        return new HavenException(
                "Cannot carry topic %s: partition %d begins at offset %,d, but group %s goes on with %,d (retention passed it). To go on without what is gone: kafka-consumer-groups --group %4$s --topic %1$s --reset-offsets --to-earliest --execute"
                        .formatted(mapping.topic(), range.partition(), range.begin(), group, range.from()));
    }
}
