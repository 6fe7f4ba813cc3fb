package eu.havenlake.ingest.bronze;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.Row;

/** A row of quarantine → the record as Kafka gave it. */
final class HeldRecord {
    private HeldRecord() {}

    static ConsumerRecord<byte[], byte[]> kafka(Row held) {
        String key = held.getAs("key");
        return new ConsumerRecord<>(
                held.getAs("topic"),
                held.<Integer>getAs("partition"),
                held.<Long>getAs("offset"),
                held.<Timestamp>getAs("timestamp").getTime(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                held.getAs("raw"),
                headers(held.getJavaMap(held.fieldIndex("headers"))),
                Optional.empty());
    }

    private static Headers headers(Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, value) -> all.add(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
        return all;
    }
}
