package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.bronze.RecordDecoder.Decoded;
import eu.havenlake.ingest.contract.ClaimCheck;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A record as Kafka gives it → its row of bronze: where it came from, then the fields of the contract, or the value as it
 * came and a problem. In both a text is the bytes that came: nothing is turned into Java's strings, only to be encoded
 * again. Not safe for use by several threads.
 */
final class BronzeRow implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final RecordDecoder decoder;
    private final ClaimCheck claims;
    private final Columns to;
    private transient HeaderMap headers;

    /**
     * @param claims where values lie that were too large for Kafka
     * @param bronze schema of the topic's bronze table
     */
    BronzeRow(RecordDecoder decoder, ClaimCheck claims, StructType bronze) {
        this.decoder = decoder;
        this.claims = claims;
        this.to = Columns.of(bronze);
    }

    /** Where the columns stand that every bronze table has. */
    private record Columns(
            int topic,
            int partition,
            int offset,
            int timestamp,
            int key,
            int headers,
            int raw,
            int rescued,
            int fingerprint,
            int problem,
            int length)
            implements Serializable {
        static Columns of(StructType schema) {
            return new Columns(
                    schema.fieldIndex("topic"),
                    schema.fieldIndex("partition"),
                    schema.fieldIndex("offset"),
                    schema.fieldIndex("timestamp"),
                    schema.fieldIndex("key"),
                    schema.fieldIndex("headers"),
                    schema.fieldIndex("raw"),
                    schema.fieldIndex("rescued"),
                    schema.fieldIndex("fingerprint"),
                    schema.fieldIndex("problem"),
                    schema.length());
        }
    }

    InternalRow call(ConsumerRecord<byte[], byte[]> record) {
        Object[] row = new Object[to.length];
        row[to.topic] = UTF8String.fromString(record.topic());
        row[to.partition] = record.partition();
        row[to.offset] = record.offset();
        row[to.timestamp] = TimeUnit.MILLISECONDS.toMicros(record.timestamp());
        row[to.key] = UTF8String.fromBytes(record.key());
        row[to.headers] = headers().of(record.headers());
        byte[] value = record.value();
        switch (decode(record.headers(), value)) {
            case Decoded.Fields(long writer, IndexedRecord fields, var rescued) -> {
                row[to.rescued] = rescued.map(UTF8String::fromString).orElse(null);
                row[to.fingerprint] = writer;
                int first = to.fingerprint + 1;
                for (int i = first; i < to.length; i++) {
                    row[i] = spark(fields.get(i - first));
                }
            }
            case Decoded.Undecodable(var writer, String why) -> {
                row[to.raw] = value;
                row[to.fingerprint] = writer.orElse(null);
                row[to.problem] = UTF8String.fromString(why);
            }
        }
        return new GenericInternalRow(row);
    }

    private Decoded decode(Headers headers, byte[] value) {
        return switch (claims.redeem(headers, value)) {
            case ClaimCheck.Value(byte[] whole) -> decoder.decode(whole == null ? EMPTY : ByteBuffer.wrap(whole));
            case ClaimCheck.Lost(String why) -> new Decoded.Undecodable(Optional.empty(), why);
        };
    }

    private HeaderMap headers() {
        if (headers == null) {
            headers = new HeaderMap();
        }
        return headers;
    }

    private static Object spark(Object value) {
        return switch (value) {
            case Utf8 text -> UTF8String.fromBytes(text.getBytes(), 0, text.getByteLength());
            case Map<?, ?> map -> map(map);
            case Collection<?> list -> array(list.toArray());
            case null, default -> value;
        };
    }

    private static ArrayBasedMapData map(Map<?, ?> map) {
        return new ArrayBasedMapData(
                array(map.keySet().toArray()), array(map.values().toArray()));
    }

    private static GenericArrayData array(Object... values) {
        Arrays.setAll(values, i -> spark(values[i]));
        return new GenericArrayData(values);
    }
}
