package eu.havenlake.ingest.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.topic.TopicMapping.Format;
import eu.havenlake.ingest.topic.TopicMapping.Unmapped;
import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Avro's binary encoding without a word about its schema, which a file gives. */
final class AvroValue {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int REGISTRY_HEADER = 1 + Integer.BYTES;

    private AvroValue() {}

    /**
     * Reads a record. Bytes that are left over are an error: nothing else tells that another schema wrote them.
     *
     * @param part what it is called in reasons
     */
    static GenericRecord read(String part, Format format, Schema schema, byte[] bytes) throws Unmapped {
        int from = format == Format.CONFLUENT ? REGISTRY_HEADER : 0;
        if (bytes == null || bytes.length == 0) {
            throw new Unmapped("there is no " + part);
        }
        if (from > 0 && (bytes.length < from || bytes[0] != 0)) {
            throw new Unmapped("the " + part + " does not begin with a zero byte and the number of a schema");
        }
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
            GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new Unmapped("the %s goes on after the record: another schema than %s wrote it"
                        .formatted(part, schema.getName()));
            }
            return record;
        } catch (EOFException e) {
            throw new Unmapped(
                    "the %s ends within the record: another schema than %s wrote it".formatted(part, schema.getName()));
        } catch (IOException | RuntimeException e) {
            throw new Unmapped("the %s cannot be read as %s".formatted(part, schema.getName()));
        }
    }

    /** All of a record. */
    static JsonNode json(GenericRecord record) throws Unmapped {
        try {
            return JSON.readTree(record.toString());
        } catch (JsonProcessingException e) {
            throw new Unmapped("the record cannot be written as JSON");
        }
    }
}
