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
    private final Columns from;
    private final Columns to;
    private final int value;
    private final int raw;
    private final int fingerprint;
    private final int problem;
    private final int length;

    /**
     * @param kafka schema of Spark's Kafka source, with headers
     * @param bronze schema of the topic's bronze table
     */
    BronzeRow(RecordDecoder decoder, StructType kafka, StructType bronze) {
        this.decoder = decoder;
        this.from = Columns.of(kafka);
        this.to = Columns.of(bronze);
        this.value = kafka.fieldIndex("value");
        this.raw = bronze.fieldIndex("raw");
        this.fingerprint = bronze.fieldIndex("fingerprint");
        this.problem = bronze.fieldIndex("problem");
        this.length = bronze.length();
    }

    /** Where the columns stand that a record and its row of bronze share. */
    private record Columns(int topic, int partition, int offset, int timestamp, int key, int headers)
            implements Serializable {
        static Columns of(StructType schema) {
            return new Columns(
                    schema.fieldIndex("topic"),
                    schema.fieldIndex("partition"),
                    schema.fieldIndex("offset"),
                    schema.fieldIndex("timestamp"),
                    schema.fieldIndex("key"),
                    schema.fieldIndex("headers"));
        }
    }

    @Override
    public InternalRow call(InternalRow record) {
        Object[] row = new Object[length];
        row[to.topic] = text(record, from.topic);
        row[to.partition] = record.getInt(from.partition);
        row[to.offset] = record.getLong(from.offset);
        row[to.timestamp] = record.getLong(from.timestamp);
        row[to.key] = text(record, from.key);
        row[to.headers] = headers(record);
        switch (decoder.decode(value(record))) {
            case Decoded.Fields(long writer, IndexedRecord fields) -> {
                row[fingerprint] = writer;
                int first = fingerprint + 1;
                for (int i = first; i < length; i++) {
                    row[i] = spark(fields.get(i - first));
                }
            }
            case Decoded.Undecodable(var writer, String why) -> {
                row[raw] = record.isNullAt(value) ? null : record.getBinary(value);
                row[fingerprint] = writer.orElse(null);
                row[problem] = UTF8String.fromString(why);
            }
        }
        return new GenericInternalRow(row);
    }

    private static UTF8String text(InternalRow row, int column) {
        return row.isNullAt(column) ? null : row.getUTF8String(column);
    }

    /** Spark's rows hold texts and bytes alike, and a text can be looked at without a copy. */
    private ByteBuffer value(InternalRow record) {
        return record.isNullAt(value) ? EMPTY : record.getUTF8String(value).getByteBuffer();
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
