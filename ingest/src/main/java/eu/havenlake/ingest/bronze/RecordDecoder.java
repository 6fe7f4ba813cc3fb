package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Topic;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;

/**
 * Decodes values in Avro's single-object encoding (Avro 1.12 specification, "Single-object encoding": the bytes C3 01,
 * the CRC-64-AVRO fingerprint of the writer's schema in little endian, the record) with the schema that wrote them into
 * the fields of the topic's contract. The memory of one record serves all: not safe for use by several threads.
 */
final class RecordDecoder implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final short MAGIC = 0x01c3;
    private static final int HEADER = Short.BYTES + Long.BYTES;

    private final Topic topic;
    private final Map<Long, String> schemas;
    private transient Map<Long, GenericDatumReader<IndexedRecord>> readers;
    private transient IndexedRecord record;
    private transient BoundedDecoder decoder;

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
        /** The fields of the contract, in its order; good until the next value is decoded. */
        record Fields(long fingerprint, IndexedRecord record) implements Decoded {}

        /** Why the value could not be decoded; the fingerprint where it has one. */
        record Undecodable(Optional<Long> fingerprint, String problem) implements Decoded {}
    }

    /** Decodes a value that lies in an array; an empty one stands for none, too. */
    Decoded decode(ByteBuffer value) {
        if (!value.hasRemaining()) {
            return new Decoded.Undecodable(Optional.empty(), "empty value: a record must have one");
        }
        ByteBuffer bytes = value.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < HEADER || bytes.getShort(0) != MAGIC) {
            return new Decoded.Undecodable(
                    Optional.empty(), "not Avro single-object encoding: the value does not begin with C3 01");
        }
        long fingerprint = bytes.getLong(Short.BYTES);
        return reader(fingerprint)
                .map(reader -> fields(reader, fingerprint, bytes.position(HEADER)))
                .orElseGet(() -> new Decoded.Undecodable(
                        Optional.of(fingerprint),
                        "unknown schema: no contract has the fingerprint %016x".formatted(fingerprint)));
    }

    private Optional<GenericDatumReader<IndexedRecord>> reader(long fingerprint) {
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

    private Decoded fields(GenericDatumReader<IndexedRecord> reader, long fingerprint, ByteBuffer value) {
        try {
            if (decoder == null) {
                decoder = new BoundedDecoder();
            }
            record = reader.read(
                    record, decoder.of(value.array(), value.arrayOffset() + value.position(), value.remaining()));
            return new Decoded.Fields(fingerprint, record);
        } catch (EOFException e) {
            return new Decoded.Undecodable(
                    Optional.of(fingerprint),
                    "cannot be read as " + reader.getSchema().getName() + ": the value ends within the record");
        } catch (AvroTypeException e) {
            return new Decoded.Undecodable(
                    Optional.of(fingerprint),
                    "cannot be read as " + reader.getSchema().getName() + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            // Avro's own words are those of Java, as an index that is out of bounds.
            return new Decoded.Undecodable(
                    Optional.of(fingerprint),
                    "cannot be read as " + reader.getSchema().getName() + ": the bytes are not such a record");
        }
    }
}
