package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.bronze.RecordDecoder.Decoded;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A record as Spark's Kafka source gives it → its row of bronze: where it came from, then the fields of the contract, or
 * the value as it came and a problem. In both a text is the bytes that came: nothing is turned into Java's strings, only
 * to be encoded again.
 */
final class BronzeRow implements Function<InternalRow, InternalRow> {
    private static final long serialVersionUID = 1L;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final Object[] NONE = {};

    private final RecordDecoder decoder;
    private final Kafka from;
    private final Bronze to;

    /**
     * @param kafka schema of Spark's Kafka source, with headers
     * @param bronze schema of the topic's bronze table
     */
    BronzeRow(RecordDecoder decoder, StructType kafka, StructType bronze) {
        this.decoder = decoder;
        this.from = Kafka.of(kafka);
        this.to = Bronze.of(bronze);
    }

    private record Kafka(int topic, int partition, int offset, int timestamp, int key, int headers, int value)
            implements Serializable {
        static Kafka of(StructType schema) {
            return new Kafka(
                    schema.fieldIndex("topic"),
                    schema.fieldIndex("partition"),
                    schema.fieldIndex("offset"),
                    schema.fieldIndex("timestamp"),
                    schema.fieldIndex("key"),
                    schema.fieldIndex("headers"),
                    schema.fieldIndex("value"));
        }
    }

    private record Bronze(
            int topic,
            int partition,
            int offset,
            int timestamp,
            int key,
            int headers,
            int raw,
            int fingerprint,
            int problem,
            int length)
            implements Serializable {
        static Bronze of(StructType schema) {
            return new Bronze(
                    schema.fieldIndex("topic"),
                    schema.fieldIndex("partition"),
                    schema.fieldIndex("offset"),
                    schema.fieldIndex("timestamp"),
                    schema.fieldIndex("key"),
                    schema.fieldIndex("headers"),
                    schema.fieldIndex("raw"),
                    schema.fieldIndex("fingerprint"),
                    schema.fieldIndex("problem"),
                    schema.length());
        }
    }

    @Override
    public InternalRow call(InternalRow record) {
        Object[] row = new Object[to.length];
        row[to.topic] = text(record, from.topic);
        row[to.partition] = record.getInt(from.partition);
        row[to.offset] = record.getLong(from.offset);
        row[to.timestamp] = record.getLong(from.timestamp);
        row[to.key] = text(record, from.key);
        row[to.headers] = headers(record);
        switch (decoder.decode(value(record))) {
            case Decoded.Fields(long fingerprint, IndexedRecord fields) -> {
                row[to.fingerprint] = fingerprint;
                int first = to.fingerprint + 1;
                for (int i = first; i < to.length; i++) {
                    row[i] = spark(fields.get(i - first));
                }
            }
            case Decoded.Undecodable(var fingerprint, String problem) -> {
                row[to.raw] = record.isNullAt(from.value) ? null : record.getBinary(from.value);
                row[to.fingerprint] = fingerprint.orElse(null);
                row[to.problem] = UTF8String.fromString(problem);
            }
        }
        return new GenericInternalRow(row);
    }

    private static UTF8String text(InternalRow row, int column) {
        return row.isNullAt(column) ? null : row.getUTF8String(column);
    }

    /** Spark's rows hold texts and bytes alike, and a text can be looked at without a copy. */
    private ByteBuffer value(InternalRow record) {
        return record.isNullAt(from.value)
                ? EMPTY
                : record.getUTF8String(from.value).getByteBuffer();
    }

    /** A record may carry a header twice: the last counts, as it does for Kafka's own lookup. */
    private ArrayBasedMapData headers(InternalRow record) {
        ArrayData array = record.isNullAt(from.headers) ? new GenericArrayData(NONE) : record.getArray(from.headers);
        if (array.numElements() == 1) {
            InternalRow only = array.getStruct(0, 2);
            return new ArrayBasedMapData(array(only.getUTF8String(0)), array(text(only, 1)));
        }
        Map<Object, Object> headers = new LinkedHashMap<>();
        for (int i = 0; i < array.numElements(); i++) {
            InternalRow header = array.getStruct(i, 2);
            headers.put(header.getUTF8String(0), text(header, 1));
        }
        return map(headers);
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
