package eu.havenlake.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.contract.WearableSample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How the records of somebody's topic become Open mHealth data points. A field is named {@code key.NAME} or
 * {@code value.NAME}, a part of one with further dots; any other word in the body stands for itself. What a record has
 * beside is kept in the body as {@code source_record}, so that bronze has all that was sent.
 *
 * @param topic name of the topic
 * @param format how its values are written
 * @param key how its keys are written, if they are records
 * @param value contract of the values
 * @param user field with the person
 * @param start field with the time, or with its beginning, in seconds since 1970
 * @param seconds field with how long it lasts; without it the sample is of a moment
 * @param identity fields that tell one sample from another: of two that agree, the newer replaces the older
 * @param schema Open mHealth schema of the body
 * @param version of that schema
 * @param body the body, with fields in place of values, as JSON
 */
public record TopicMapping(
        String topic,
        Format format,
        Optional<Schema> key,
        Schema value,
        String user,
        String start,
        Optional<String> seconds,
        List<String> identity,
        String schema,
        String version,
        JsonNode body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "key";
    private static final String VALUE = "value";

    /** How a value is written. */
    public enum Format {
        /** Avro's binary encoding alone. */
        AVRO,
        /**
         * The same after a zero byte and four bytes of a number that a schema registry gave. The registry is not asked:
         * every value is read with the schema of the mapping, which must be the one that wrote it.
         */
        CONFLUENT
    }

    public TopicMapping {
        if (Arrays.stream(Topic.values()).anyMatch(own -> own.label().equals(topic))) {
            throw new IllegalArgumentException("topic = " + topic + " is one of HavenLake's own. Name another.");
        }
        Stream.of(Stream.of(user, start), seconds.stream(), identity.stream(), fields(body))
                .flatMap(names -> names)
                .forEach(field -> refuseUnknown(field, key, value));
    }

    private static Stream<String> fields(JsonNode body) {
        return body.isTextual()
                ? Stream.of(body.textValue()).filter(TopicMapping::isField)
                : body.valueStream().flatMap(TopicMapping::fields);
    }

    private static boolean isField(String text) {
        return text.matches("(key|value)(\\.[A-Za-z_][A-Za-z0-9_]*)+");
    }

    /** @throws IllegalArgumentException if no record can have such a field */
    private static void refuseUnknown(String field, Optional<Schema> key, Schema value) {
        String[] steps = field.split("\\.");
        Optional<Schema> at = steps[0].equals(KEY) ? key : Optional.of(value);
        if (!steps[0].equals(KEY) && !steps[0].equals(VALUE) || at.isEmpty()) {
            throw new IllegalArgumentException(field + " is no field: it begins with "
                    + (key.isPresent() ? "key. or value." : "value., as there is no key-schema") + ".");
        }
        for (int i = 1; i < steps.length; i++) {
            Schema record = plain(at.orElseThrow());
            Schema.Field found = record.getType() == Schema.Type.RECORD ? record.getField(steps[i]) : null;
            if (found == null) {
                throw new IllegalArgumentException("%s is no field: %s has %s."
                        .formatted(
                                field,
                                record.getName(),
                                record.getType() == Schema.Type.RECORD
                                        ? record.getFields().stream()
                                                .map(Schema.Field::name)
                                                .collect(Collectors.joining(", "))
                                        : "no fields"));
            }
            at = Optional.of(found.schema());
        }
    }

    private static Schema plain(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElse(schema)
                : schema;
    }

    /** The data point of a record; one that cannot be mapped says why, and has its bytes. */
    public WearableSample map(Origin origin, ConsumerRecord<byte[], byte[]> record) {
        String place = "%s:%d:%d".formatted(record.topic(), record.partition(), record.offset());
        WearableSample.Builder sample = WearableSample.newBuilder()
                .setDataset(origin.dataset())
                .setBasis(origin.basis().orElse(null))
                .setDatesShifted(origin.datesShifted())
                .setSource(place)
                .setSampleId(sha256(place))
                .setSchemaName(schema)
                .setSchemaVersion(version)
                .setJson(asItCame(record));
        try {
            fill(sample, origin, record);
        } catch (Unmapped e) {
            sample.setProblem(place + ": " + e.getMessage());
        }
        return sample.build();
    }

    private void fill(WearableSample.Builder sample, Origin origin, ConsumerRecord<byte[], byte[]> record)
            throws Unmapped {
        Map<String, GenericRecord> parts = key.isPresent()
                ? Map.of(
                        KEY, AvroValue.read(KEY, format, key.get(), record.key()),
                        VALUE, AvroValue.read(VALUE, format, value, record.value()))
                : Map.of(VALUE, AvroValue.read(VALUE, format, value, record.value()));
        String who = text(user, parts);
        sample.setDonor(origin.donor(who));
        Instant begin = instant(number(start, parts));
        ObjectNode whole = (ObjectNode) filled(body, parts);
        whole.set("effective_time_frame", frame(begin, parts));
        ObjectNode source = whole.putObject("source_record");
        for (var part : parts.entrySet()) {
            source.set(part.getKey(), AvroValue.json(part.getValue()));
        }
        StringBuilder same = new StringBuilder(topic);
        for (String field : identity) {
            same.append('\n').append(found(field, parts).orElse(""));
        }
        sample.setSampleId(sha256(same.toString())).setJson(whole.toString());
    }

    private JsonNode frame(Instant begin, Map<String, GenericRecord> parts) throws Unmapped {
        ObjectNode frame = JSON.createObjectNode();
        if (seconds.isEmpty()) {
            return frame.put("date_time", begin.toString());
        }
        frame.putObject("time_interval")
                .put("start_date_time", begin.toString())
                .putObject("duration")
                .put("value", number(seconds.get(), parts))
                .put("unit", "sec");
        return frame;
    }

    private JsonNode filled(JsonNode node, Map<String, GenericRecord> parts) throws Unmapped {
        if (node.isTextual() && isField(node.textValue())) {
            return literal(node.textValue(), parts);
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode filled = JSON.createObjectNode();
        for (var member : node.properties()) {
            filled.set(member.getKey(), filled(member.getValue(), parts));
        }
        return filled;
    }

    private static JsonNode literal(String field, Map<String, GenericRecord> parts) throws Unmapped {
        return switch (value(field, parts)) {
            case Float n when Float.isFinite(n) -> JsonNodeFactory.instance.numberNode(new BigDecimal(n.toString()));
            case Double n when Double.isFinite(n) -> JsonNodeFactory.instance.numberNode(BigDecimal.valueOf(n));
            case Integer n -> JsonNodeFactory.instance.numberNode(n);
            case Long n -> JsonNodeFactory.instance.numberNode(n);
            case Boolean b -> JsonNodeFactory.instance.booleanNode(b);
            case CharSequence text -> JsonNodeFactory.instance.textNode(text.toString());
            case GenericData.EnumSymbol symbol -> JsonNodeFactory.instance.textNode(symbol.toString());
            default -> throw new Unmapped(field + " is neither a finite number nor a text");
        };
    }

    private static Optional<Object> found(String field, Map<String, GenericRecord> parts) {
        String[] steps = field.split("\\.");
        Object at = parts.get(steps[0]);
        for (int i = 1; i < steps.length && at != null; i++) {
            at = ((GenericRecord) at).get(steps[i]);
        }
        return Optional.ofNullable(at);
    }

    private static Object value(String field, Map<String, GenericRecord> parts) throws Unmapped {
        return found(field, parts).orElseThrow(() -> new Unmapped(field + " is null"));
    }

    private static String text(String field, Map<String, GenericRecord> parts) throws Unmapped {
        String text = value(field, parts).toString();
        if (text.isBlank()) {
            throw new Unmapped(field + " is empty");
        }
        return text;
    }

    private static BigDecimal number(String field, Map<String, GenericRecord> parts) throws Unmapped {
        JsonNode number = literal(field, parts);
        if (!number.isNumber()) {
            throw new Unmapped(field + " is no number");
        }
        return number.decimalValue();
    }

    private static Instant instant(BigDecimal seconds) throws Unmapped {
        try {
            BigDecimal micros = seconds.setScale(6, RoundingMode.HALF_UP);
            long whole = micros.setScale(0, RoundingMode.FLOOR).longValueExact();
            Instant instant = Instant.ofEpochSecond(
                    whole,
                    micros.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValueExact());
            if (instant.getEpochSecond() < 0 || instant.getEpochSecond() > 253_402_300_799L) {
                throw new Unmapped("the time lies before 1970 or after 9999");
            }
            return instant;
        } catch (ArithmeticException e) {
            throw new Unmapped("the time is none");
        }
    }

    private static String asItCame(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode bytes = JSON.createObjectNode();
        bytes.put("key_base64", base64(record.key()));
        bytes.put("value_base64", base64(record.value()));
        return bytes.toString();
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Why a record cannot be mapped; without anything of the record itself. */
    static final class Unmapped extends Exception {
        private static final long serialVersionUID = 1L;

        Unmapped(String reason) {
            super(reason);
        }
    }
}
