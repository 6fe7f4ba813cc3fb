package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.collect.Publisher;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Counts the records of a range as Kafka gives them, before anything is made of them. */
final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int partition;
    private final Map<String, Long> runs = new HashMap<>();
    private long records;
    private byte[] run = {};
    private long ofRun;

    Tally(int partition) {
        this.partition = partition;
    }

    /** Mostly neighbours come from the same run, so a run is looked up when it changes only. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        records++;
        Header header = record.headers().lastHeader(Publisher.RUN_HEADER);
        if (header != null && header.value() != null) {
            if (!Arrays.equals(run, header.value())) {
                turn(header.value());
            }
            ofRun++;
        }
    }

    private void turn(byte[] other) {
        if (ofRun > 0) {
            runs.merge(new String(run, StandardCharsets.UTF_8), ofRun, Long::sum);
        }
        run = other;
        ofRun = 0;
    }

    int partition() {
        return partition;
    }

    long records() {
        return records;
    }

    /** Records by the run that sent them, of those that say so. */
    Map<String, Long> runs() {
        turn(run);
        return runs;
    }
}
