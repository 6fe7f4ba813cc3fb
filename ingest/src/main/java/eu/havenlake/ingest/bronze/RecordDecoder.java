package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.ContractHistory;
import eu.havenlake.ingest.contract.Topic;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.spark.sql.types.TimestampType;

/**
 * Decodes values in Avro's single-object encoding (Avro 1.12 specification, "Single-object encoding": the bytes C3 01,
 * the CRC-64-AVRO fingerprint of the writer's schema in little endian, the record) with the schema that wrote them into
 * the fields of the topic's contract. The memory of one record serves all: not safe for use by several threads.
 */
final class RecordDecoder implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final short MAGIC = 0x01c3;
    private static final int HEADER = Short.BYTES + Long.BYTES;
    /** Years 1 to 9999 in microseconds: what SQL's calendar has. Spark fails where it meets times far beyond it. */
    private static final long FIRST_TIME = -62_135_596_800_000_000L;

    private static final long LAST_TIME = 253_402_300_799_999_999L;

    private final Topic topic;
    private final Map<Long, String> schemas;
    private final int[] times;
    private transient Map<Long, Way> ways;
    private transient IndexedRecord record;
    private transient BoundedDecoder decoder;

    /**
     * @param topic topic of the values
     * @param schemas every known writer's schema as JSON, by fingerprint
     */
    RecordDecoder(Topic topic, Map<Long, String> schemas) {
        this.topic = topic;
        this.schemas = Map.copyOf(schemas);
        this.times = topic.schema().getFields().stream()
                .filter(field -> topic.bronze().schema().apply(field.name()).dataType() instanceof TimestampType)
                .mapToInt(Schema.Field::pos)
                .toArray();
    }

    /** What became of a value. */
    sealed interface Decoded {
        /**
         * The fields of the contract, in its order; good until the next value is decoded.
         *
         * @param fingerprint of the writer's schema
         * @param record with the fields of the contract
         * @param rescued what the writer's schema has beyond them, as JSON
         */
        record Fields(long fingerprint, IndexedRecord record, Optional<String> rescued) implements Decoded {}

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
        return switch (way(fingerprint)) {
            case Way.Readable(var reader, var surplus) -> fields(reader, surplus, fingerprint, bytes.position(HEADER));
            case Way.Closed(String problem) -> new Decoded.Undecodable(Optional.of(fingerprint), problem);
        };
    }

    /** What can be done with the records of a writer's schema: found once, however many there are. */
    private sealed interface Way {
        /**
         * @param reader reads the fields of the contract
         * @param surplus reads those that the contract does not know, where there are any
         */
        record Readable(GenericDatumReader<IndexedRecord> reader, Optional<GenericDatumReader<IndexedRecord>> surplus)
                implements Way {}

        record Closed(String problem) implements Way {}
    }

    private Way way(long fingerprint) {
        if (ways == null) {
            ways = new HashMap<>();
        }
        return ways.computeIfAbsent(fingerprint, this::find);
    }

    private Way find(long fingerprint) {
        String known = schemas.get(fingerprint);
        if (known == null) {
            return new Way.Closed("unknown schema: no contract has the fingerprint %016x".formatted(fingerprint));
        }
        Schema writer = ContractHistory.plain(new Schema.Parser().parse(known));
        Schema contract = ContractHistory.plain(topic.schema());
        return ContractHistory.obstacle(writer, contract)
                .<Way>map(obstacle -> new Way.Closed("written as %s (%016x), which %s (%016x) cannot read: %s"
                        .formatted(
                                writer.getFullName(),
                                fingerprint,
                                contract.getFullName(),
                                SchemaNormalization.parsingFingerprint64(contract),
                                obstacle)))
                .orElseGet(() -> new Way.Readable(
                        new GenericDatumReader<>(writer, contract),
                        surplus(writer, contract).map(surplus -> new GenericDatumReader<>(writer, surplus))));
    }

    /** The writer's schema with only the fields that the contract does not know. */
    private static Optional<Schema> surplus(Schema writer, Schema contract) {
        Set<String> known = contract.getFields().stream()
                .flatMap(field -> Stream.concat(Stream.of(field.name()), field.aliases().stream()))
                .collect(Collectors.toSet());
        List<Schema.Field> unknown = writer.getFields().stream()
                .filter(field -> !known.contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(Schema.createRecord(
                        writer.getName(), writer.getDoc(), writer.getNamespace(), writer.isError(), unknown));
    }

    private Decoded fields(
            GenericDatumReader<IndexedRecord> reader,
            Optional<GenericDatumReader<IndexedRecord>> surplus,
            long fingerprint,
            ByteBuffer value) {
        try {
            record = reader.read(record, bytes(value));
            for (int time : times) {
                if (isBeyond(record.get(time))) {
                    String name = topic.schema().getFields().get(time).name();
                    return new Decoded.Undecodable(
                            Optional.of(fingerprint), name + " lies outside of the years 1 to 9999");
                }
            }
            Optional<String> rescued = Optional.empty();
            if (surplus.isPresent()) {
                IndexedRecord unknown = surplus.get().read(null, bytes(value));
                rescued = Optional.of(GenericData.get().toString(unknown));
            }
            return new Decoded.Fields(fingerprint, record, rescued);
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

    private static boolean isBeyond(Object time) {
        return time instanceof Long micros && (micros < FIRST_TIME || micros > LAST_TIME);
    }

    private BoundedDecoder bytes(ByteBuffer value) {
        if (decoder == null) {
            decoder = new BoundedDecoder();
        }
        return decoder.of(value.array(), value.arrayOffset() + value.position(), value.remaining());
    }
}
