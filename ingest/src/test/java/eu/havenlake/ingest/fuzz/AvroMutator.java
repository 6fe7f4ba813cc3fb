package eu.havenlake.ingest.fuzz;

import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.contract.WearableSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;

/** Spoils values of topics: in their bytes, or in what their fields hold, which a producer of someone else may send. */
public final class AvroMutator {
    private static final int HEADER = 10;
    /** The donor of the first record; each has one of its own. */
    private static final String DONOR = "clinic:zephyrine-x77q31-avro-";

    private static final List<Object> TIMES =
            List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000_000L, -62_135_596_800_000_001L);

    private final Random random;
    private final JsonMutator json;
    private int records;

    public AvroMutator(long seed) {
        this.random = new Random(seed);
        this.json = new JsonMutator(seed);
    }

    /** A value for a topic. */
    public byte[] mutate(Topic topic) throws IOException {
        GenericRecord record = record(topic);
        if (random.nextInt(3) == 0) {
            fields(record);
        }
        byte[] bytes = encoded(record);
        return random.nextInt(3) == 0 ? bytes : bytes(topic, bytes);
    }

    /** The donor of a record by its number, from 0. */
    public static String donor(int number) {
        return DONOR + number;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private GenericRecord record(Topic topic) {
        String donor = donor(records++);
        SpecificRecord sound = switch (topic) {
            case EHR_FHIR ->
                EhrResource.newBuilder()
                        .setDataset("clinic")
                        .setDonor(donor)
                        .setSource("a.ndjson:1")
                        .setResourceType("Observation")
                        .setResourceId("o1")
                        .setLastUpdated(Instant.parse("2024-03-01T08:00:00Z"))
                        .setReferences(Map.of("urn:uuid:1", "Patient/zephyrine-x77q31"))
                        .setJson(one(Templates.FHIR))
                        .build();
            case WEARABLE_SAMPLE ->
                WearableSample.newBuilder()
                        .setDataset("clinic")
                        .setDonor(donor)
                        .setSource("b.json#1")
                        .setSampleId("s1")
                        .setSchemaName("heart-rate")
                        .setSchemaVersion("1.0")
                        .setCreated(Instant.parse("2024-03-01T08:00:00Z"))
                        .setJson("{\"heart_rate\":{\"value\":68,\"unit\":\"beats/min\"}}")
                        .build();
            case IMAGING_INSTANCE ->
                ImagingInstance.newBuilder()
                        .setDataset("clinic")
                        .setDonor(donor)
                        .setSource("c.png")
                        .setSha256("00")
                        .setUri("00/00")
                        .setBytes(12L)
                        .setWidth(3)
                        .setHeight(4)
                        .setAttributes(Map.of("PatientName", "Zephyrine", "age", "60"))
                        .build();
            case CONSENT_DECISION ->
                ConsentDecision.newBuilder()
                        .setDataset("clinic")
                        .setDonor(donor)
                        .setSource("d.csv:2")
                        .setDecision("grant")
                        .setPurposes(List.of("research"))
                        .setCategories(List.of("clinical"))
                        .setValidFrom(Instant.parse("2024-03-01T08:00:00Z"))
                        .setText("clinic:zephyrine-x77q31,grant")
                        .build();
        };
        return generic(sound);
    }

    /** The same record without the checks of the generated class. */
    private static GenericRecord generic(SpecificRecord sound) {
        Schema schema = new Schema.Parser().parse(sound.getSchema().toString());
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = sound.get(field.pos());
            record.put(field.pos(), value instanceof Instant time ? time.getEpochSecond() * 1_000_000L : value);
        }
        return record;
    }

    private void fields(GenericRecord record) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            Schema.Field field = one(record.getSchema().getFields());
            switch (field.schema().getType()) {
                case STRING -> record.put(field.pos(), text(field.name()));
                case UNION -> record.put(field.pos(), optional(field));
                default -> {
                    // A truth value, a list or a map has nothing to go wrong.
                }
            }
        }
    }

    private Object optional(Schema.Field field) {
        if (random.nextInt(3) > 0) {
            return null;
        }
        Schema schema = field.schema().getTypes().getLast();
        return switch (schema.getType()) {
            case STRING -> field.name().equals("problem") ? "a reason" : text(field.name());
            case LONG -> one(TIMES);
            default -> -1;
        };
    }

    private String text(String name) {
        return name.equals("json")
                ? new String(
                        json.mutate(one(random.nextBoolean() ? Templates.FHIR : Templates.DATA_POINTS)),
                        StandardCharsets.UTF_8)
                : one(List.of("", " ", "x", "\u0000", "\uFEFFx", "\uFFFD", "ü".repeat(300), "Patient", "2.0"));
    }

    private static byte[] encoded(GenericRecord record) throws IOException {
        ByteBuffer bytes =
                new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema()).encode(record);
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    private byte[] bytes(Topic topic, byte[] sound) throws IOException {
        return switch (random.nextInt(10)) {
            case 0 -> changed(sound, random.nextInt(2), 1);
            case 1 -> changed(sound, 2 + random.nextInt(8), 1);
            case 2 -> Arrays.copyOf(sound, random.nextInt(sound.length));
            case 3, 4 -> changed(sound, HEADER + random.nextInt(sound.length - HEADER), 1 + random.nextInt(3));
            case 5 -> inserted(sound, length());
            case 6 -> inserted(sound, new byte[] {(byte) random.nextInt(256)});
            case 7 ->
                encoded(record(one(Arrays.stream(Topic.values())
                        .filter(other -> other != topic)
                        .toList())));
            case 8 ->
                joined(Arrays.copyOf(sound, HEADER), length(), Arrays.copyOfRange(sound, HEADER + 1, sound.length));
            default -> joined(sound, new byte[] {1, 2, 3});
        };
    }

    /** A length or a count as Avro writes it: of gigabytes, of less than nothing, of more bits than a number has. */
    private byte[] length() {
        return one(List.of(
                new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8},
                new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 15},
                new byte[] {(byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 3},
                new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x40},
                new byte[] {1},
                new byte[] {
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    1
                },
                new byte[] {
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff,
                    (byte) 0xff
                }));
    }

    private byte[] changed(byte[] sound, int first, int count) {
        byte[] changed = sound.clone();
        for (int i = first; i < Math.min(first + count, changed.length); i++) {
            changed[i] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private byte[] inserted(byte[] sound, byte[] foreign) {
        int at = HEADER + random.nextInt(sound.length - HEADER);
        return joined(Arrays.copyOf(sound, at), foreign, Arrays.copyOfRange(sound, at, sound.length));
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
