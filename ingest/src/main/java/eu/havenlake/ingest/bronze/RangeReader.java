package eu.havenlake.ingest.bronze;

import eu.havenlake.lake.HavenException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records of a range, on the executor that takes them in: each that was committed, once, in the order of their
 * offsets. Where the range ends is asked by position and not by record, since its last offsets may hold none.
 */
public final class RangeReader implements Iterator<ConsumerRecord<byte[], byte[]>>, AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    /** How long a broker may give nothing, unless the client's own option says otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final OffsetRange range;
    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private ConsumerRecord<byte[], byte[]> next;

    /**
     * @param options how a client finds the cluster
     */
    public RangeReader(OffsetRange range, Map<String, String> options) {
        this.range = range;
        this.partition = new TopicPartition(range.topic(), range.partition());
        this.consumer = new KafkaConsumer<>(config(options), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.patience = Optional.ofNullable(options.get(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .orElse(PATIENCE);
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.from());
    }

    private static Map<String, Object> config(Map<String, String> options) {
        Map<String, Object> config = new HashMap<>(options);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // With Kafka's defaults, 500 records and 1 MB, a consumer of small records waits for the broker.
        config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_000);
        config.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
        return config;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = fetch();
        }
        return next != null;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("after " + range);
        }
        ConsumerRecord<byte[], byte[]> record = next;
        next = null;
        return record;
    }

    /** The next record of the range, or null. */
    private ConsumerRecord<byte[], byte[]> fetch() {
        long quietSince = System.nanoTime();
        while (!fetched.hasNext()) {
            long position = consumer.position(partition);
            if (position >= range.until()) {
                return null;
            }
            fetched = poll();
            if (consumer.position(partition) > position) {
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > patience.toNanos()) {
                throw new HavenException(
                        "Cannot read %s: Kafka gave nothing from offset %d on for %d s. Check that the brokers run, then run haven ingest again."
                                .formatted(partition, position, patience.toSeconds()));
            }
        }
        ConsumerRecord<byte[], byte[]> record = fetched.next();
        return record.offset() < range.until() ? record : null;
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll() {
        try {
            return consumer.poll(POLL).records(partition).iterator();
        } catch (OffsetOutOfRangeException e) {
            throw new HavenException(
                    "Cannot read %s: Kafka let offset %d go while it was to be taken in. Run haven ingest again: it says what is gone and how to go on."
                            .formatted(partition, consumer.position(partition)),
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
