package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Topic;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Decodes values in Avro's single-object encoding (Avro 1.12 specification, "Single-object encoding": the bytes C3 01,
 * the CRC-64-AVRO fingerprint of the writer's schema in little endian, the record) with the schema that wrote them into
 * the fields of the topic's contract.
 */
final class RecordDecoder implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HEADER = 10;

    private final Topic topic;
    private final Map<Long, String> schemas;
    private transient Map<Long, GenericDatumReader<GenericRecord>> readers;

    /**
     * @param topic topic of the values
     * @param schemas every known writer's schema as JSON, by fingerprint
     */
    RecordDecoder(Topic topic, Map<Long, String> schemas) {
        this.topic = topic;
        this.schemas = Map.copyOf(schemas);
    }

    /** What became of a value. */
    sealed interface Decoded {
        /** The fields of the contract, in its order, as Spark's rows hold them. */
        record Fields(long fingerprint, List<Object> values) implements Decoded {}

        /** Why the value could not be decoded; the fingerprint where it has one. */
        record Undecodable(Optional<Long> fingerprint, String problem) implements Decoded {}
    }

    Decoded decode(byte[] value) {
        if (value == null) {
            return new Decoded.Undecodable(Optional.empty(), "empty value: a record must have one");
        }
        if (value.length < HEADER || (value[0] & 0xff) != 0xc3 || value[1] != 1) {
            return new Decoded.Undecodable(
                    Optional.empty(), "not Avro single-object encoding: the value does not begin with C3 01");
        }
        long fingerprint =
                ByteBuffer.wrap(value, 2, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return reader(fingerprint)
                .map(reader -> fields(reader, fingerprint, value))
                .orElseGet(() -> new Decoded.Undecodable(
                        Optional.of(fingerprint),
                        "unknown schema: no contract has the fingerprint %016x".formatted(fingerprint)));
    }

    private Optional<GenericDatumReader<GenericRecord>> reader(long fingerprint) {
        if (readers == null) {
            readers = new HashMap<>();
        }
        return Optional.ofNullable(readers.computeIfAbsent(
                fingerprint,
                unknown -> schemas.containsKey(unknown)
                        ? new GenericDatumReader<>(
                                plain(schemas.get(unknown)),
                                plain(topic.schema().toString()))
                        : null));
    }

    /** Without the wish for Java's strings that generated classes add. */
    private static Schema plain(String schema) {
        return new Schema.Parser().parse(schema.replace(",\"avro.java.string\":\"String\"", ""));
    }

    private Decoded fields(GenericDatumReader<GenericRecord> reader, long fingerprint, byte[] value) {
        try {
            var decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
            GenericRecord record = reader.read(null, decoder);
            List<Object> values = new ArrayList<>();
            for (Schema.Field field : record.getSchema().getFields()) {
                values.add(spark(field.schema(), record.get(field.pos())));
            }
            return new Decoded.Fields(fingerprint, values);
        } catch (EOFException e) {
            return new Decoded.Undecodable(
                    Optional.of(fingerprint),
                    "cannot be read as " + reader.getSchema().getName() + ": the value ends within the record");
        } catch (IOException | RuntimeException e) {
            return new Decoded.Undecodable(
                    Optional.of(fingerprint),
                    "cannot be read as " + reader.getSchema().getName() + ": " + e.getMessage());
        }
    }

    /** Text stays as the bytes that came: as Java's strings it would be decoded, only to be encoded again. */
    private static Object spark(Schema schema, Object value) {
        return switch (value) {
            case null -> null;
            case Long number when isTime(schema) -> Instant.EPOCH.plus(number, ChronoUnit.MICROS);
            case Map<?, ?> map -> {
                Map<Object, Object> texts = new HashMap<>();
                map.forEach((key, text) -> texts.put(spark(schema, key), spark(schema, text)));
                yield texts;
            }
            case Collection<?> list ->
                list.stream().map(each -> spark(schema, each)).toList();
            case Utf8 text -> UTF8String.fromBytes(text.getBytes(), 0, text.getByteLength());
            default -> value;
        };
    }

    private static boolean isTime(Schema schema) {
        Schema plain = schema.isUnion() ? schema.getTypes().getLast() : schema;
        return plain.getLogicalType() instanceof LogicalTypes.TimestampMicros;
    }
}
