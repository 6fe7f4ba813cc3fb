package eu.havenlake.jobs.operation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a topic is.
 *
 * @param topic its name
 * @param lag offsets that Kafka has and bronze does not
 * @param oldestWaiting when the oldest record of those reached Kafka; empty where none waits
 * @param lastBatch when bronze took something in last
 * @param lastSeconds how long that batch took; 0 where there was none
 * @param records that bronze has, in all
 * @param lastHour records of the last hour
 * @param unreadable records of bronze that could not be read
 * @param held records that went to quarantine, by the kind of trouble
 */
public record TopicStatus(
        String topic,
        long lag,
        Optional<Instant> oldestWaiting,
        Optional<Instant> lastBatch,
        double lastSeconds,
        long records,
        long lastHour,
        long unreadable,
        Map<String, Held> held) {
    public TopicStatus {
        held = Map.copyOf(held);
    }

    /**
     * Records that went to quarantine.
     *
     * @param ever all of them
     * @param now those that are still there
     */
    public record Held(long ever, long now) {}

    /** Records that are in quarantine. */
    public long heldNow() {
        return held.values().stream().mapToLong(Held::now).sum();
    }
}
