package eu.havenlake.ingest.bronze;

import java.io.Serializable;

/**
 * Some offsets of a partition, of which not each need have a record: transactions and compaction leave gaps.
 *
 * @param topic name of the topic
 * @param partition of it
 * @param from first offset
 * @param until the offset after the last
 */
public record OffsetRange(String topic, int partition, long from, long until) implements Serializable {
    /** How many offsets they are. */
    long size() {
        return until - from;
    }

    /** Of these the first ones, {@code most} at most. */
    OffsetRange first(long most) {
        return new OffsetRange(topic, partition, from, Math.min(until, from + most));
    }
}
