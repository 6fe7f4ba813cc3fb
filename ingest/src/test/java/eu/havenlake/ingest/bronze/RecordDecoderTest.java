package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.RecordDecoder.Decoded;
import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.contract.WearableSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {
    private static final Instant UPDATED = Instant.parse("2025-01-02T03:04:05.123456Z");
    private static final EhrResource RESOURCE = EhrResource.newBuilder()
            .setDataset("set")
            .setDonor("set:1")
            .setBasis("CC0")
            .setDatesShifted(true)
            .setSource("a.json#3")
            .setResourceType("Patient")
            .setResourceId("1")
            .setLastUpdated(UPDATED)
            .setReferences(Map.of("urn:uuid:1", "Patient/1"))
            .setJson("{\"name\":\"Ünal\"}")
            .build();

    private static Map<Long, String> known(Schema... schemas) {
        return Arrays.stream(schemas)
                .collect(Collectors.toMap(SchemaNormalization::parsingFingerprint64, Schema::toString));
    }

    private static RecordDecoder decoder(Topic topic) {
        return new RecordDecoder(topic, known(topic.schema()));
    }

    private static byte[] encoded(SpecificRecord record) throws IOException {
        ByteBuffer bytes = new BinaryMessageEncoder<>(SpecificData.getForClass(record.getClass()), record.getSchema())
                .encode(record);
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    private static ByteBuffer generic(GenericRecord record) throws IOException {
        return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema()).encode(record);
    }

    private static Object field(Decoded decoded, Schema schema, String name) {
        return readable(
                ((Decoded.Fields) decoded).record().get(schema.getField(name).pos()));
    }

    private static Object readable(Object value) {
        return switch (value) {
            case Utf8 text -> text.toString();
            case List<?> list -> list.stream().map(RecordDecoderTest::readable).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> texts = new HashMap<>();
                map.forEach((key, text) -> texts.put(readable(key), readable(text)));
                yield texts;
            }
            case null, default -> value;
        };
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Object field(Decoded decoded, String name) {
        return field(decoded, EhrResource.getClassSchema(), name);
    }

    private static Decoded.Undecodable undecodable(byte[] value) {
        return (Decoded.Undecodable) decoder(Topic.EHR_FHIR).decode(ByteBuffer.wrap(value));
    }

    @Test
    void everyFieldOfARecordComesBack() throws IOException {
        Decoded decoded = decoder(Topic.EHR_FHIR).decode(ByteBuffer.wrap(encoded(RESOURCE)));
        assertThat(((Decoded.Fields) decoded).fingerprint())
                .isEqualTo(SchemaNormalization.parsingFingerprint64(EhrResource.getClassSchema()));
        assertThat(field(decoded, "dataset")).isEqualTo("set");
        assertThat(field(decoded, "donor")).isEqualTo("set:1");
        assertThat(field(decoded, "dates_shifted")).isEqualTo(true);
        assertThat(field(decoded, "problem")).isNull();
        assertThat(field(decoded, "json")).isEqualTo("{\"name\":\"Ünal\"}");
        assertThat(field(decoded, "references")).isEqualTo(Map.of("urn:uuid:1", "Patient/1"));
    }

    @Test
    void timesKeepTheirMicroseconds() throws IOException {
        assertThat(field(decoder(Topic.EHR_FHIR).decode(ByteBuffer.wrap(encoded(RESOURCE))), "last_updated"))
                .isEqualTo(micros(UPDATED));
    }

    @Test
    void timeBeforeTheEpochStays() throws IOException {
        Instant early = Instant.parse("1950-01-02T03:04:05.000001Z");
        EhrResource old = EhrResource.newBuilder(RESOURCE).setLastUpdated(early).build();
        assertThat(field(decoder(Topic.EHR_FHIR).decode(ByteBuffer.wrap(encoded(old))), "last_updated"))
                .isEqualTo(micros(early));
    }

    /** A producer of somebody else may send any number as a time. */
    @Test
    void timeThatNoCalendarHasIsToldByTheNameOfItsField() throws IOException {
        Schema schema = new Schema.Parser().parse(EhrResource.getClassSchema().toString());
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), RESOURCE.get(field.pos())));
        List<Long> beyond = List.of(Long.MIN_VALUE, -62_135_596_800_000_001L, 253_402_300_800_000_000L, Long.MAX_VALUE);
        for (long time : beyond) {
            record.put("last_updated", time);
            assertThat(((Decoded.Undecodable) decoder(Topic.EHR_FHIR).decode(generic(record))).problem())
                    .isEqualTo("last_updated lies outside of the years 1 to 9999");
        }
        record.put("last_updated", micros(Instant.parse("9999-12-31T23:59:59.999999Z")));
        assertThat(decoder(Topic.EHR_FHIR).decode(generic(record))).isInstanceOf(Decoded.Fields.class);
    }

    @Test
    void listsBecomeArraysOfStrings() throws IOException {
        ConsentDecision decision = ConsentDecision.newBuilder()
                .setDataset("set")
                .setSource("c.csv:2")
                .setPurposes(List.of("care", "research"))
                .setText("x")
                .build();
        Decoded decoded = decoder(Topic.CONSENT_DECISION).decode(ByteBuffer.wrap(encoded(decision)));
        Schema schema = ConsentDecision.getClassSchema();
        assertThat(field(decoded, schema, "purposes")).isEqualTo(List.of("care", "research"));
        assertThat(field(decoded, schema, "categories")).isEqualTo(List.of());
    }

    @Test
    void emptyValueIsAProblemOfItsOwn() {
        assertThat(undecodable(new byte[0]))
                .isEqualTo(new Decoded.Undecodable(Optional.empty(), "empty value: a record must have one"));
    }

    @Test
    void valueWithAnotherMagicIsNoRecord() throws IOException {
        for (int at : new int[] {0, 1}) {
            byte[] value = encoded(RESOURCE);
            value[at]++;
            assertThat(undecodable(value))
                    .isEqualTo(new Decoded.Undecodable(
                            Optional.empty(), "not Avro single-object encoding: the value does not begin with C3 01"));
        }
    }

    @Test
    void valueShorterThanItsHeaderIsNoRecord() throws IOException {
        assertThat(undecodable(Arrays.copyOf(encoded(RESOURCE), 9)).problem())
                .startsWith("not Avro single-object encoding");
    }

    @Test
    void schemaThatNobodyKnowsIsNamedByItsFingerprint() throws IOException {
        byte[] value = encoded(RESOURCE);
        System.arraycopy(new byte[] {8, 7, 6, 5, 4, 3, 2, 1}, 0, value, 2, 8);
        assertThat(undecodable(value).fingerprint()).contains(0x0102030405060708L);
        assertThat(undecodable(value).problem()).contains("0102030405060708");
    }

    @Test
    void valueMayLieWithinAnArray() throws IOException {
        byte[] value = encoded(RESOURCE);
        ByteBuffer within = ByteBuffer.allocate(value.length + 7).put(3, value).slice(3, value.length);
        assertThat(field(decoder(Topic.EHR_FHIR).decode(within), "json")).isEqualTo("{\"name\":\"Ünal\"}");
    }

    @Test
    void nothingOfARecordIsLeftInTheNext() throws IOException {
        RecordDecoder decoder = decoder(Topic.EHR_FHIR);
        EhrResource bare = EhrResource.newBuilder()
                .setDataset("s")
                .setSource("b")
                .setJson("{}")
                .build();
        decoder.decode(ByteBuffer.wrap(encoded(RESOURCE)));
        Decoded decoded = decoder.decode(ByteBuffer.wrap(encoded(bare)));
        assertThat(field(decoded, "donor")).isNull();
        assertThat(field(decoded, "last_updated")).isNull();
        assertThat(field(decoded, "references")).isEqualTo(Map.of());
        assertThat(field(decoded, "dataset")).isEqualTo("s");
        assertThat(field(decoder.decode(ByteBuffer.wrap(encoded(RESOURCE))), "donor"))
                .isEqualTo("set:1");
    }

    @Test
    void truncatedRecordSaysSo() throws IOException {
        byte[] whole = encoded(RESOURCE);
        for (int length : new int[] {10, 11, whole.length / 2, whole.length - 1}) {
            Decoded.Undecodable cut = undecodable(Arrays.copyOf(whole, length));
            assertThat(cut.fingerprint()).isPresent();
            assertThat(cut.problem())
                    .startsWith("cannot be read as EhrResource: ")
                    .doesNotEndWith("null");
        }
    }

    @Test
    void recordOfAnEarlierContractGetsTheDefaultsOfWhatItLacks() throws IOException {
        Schema earlier = new Schema.Parser().parse("""
            {"type":"record","namespace":"eu.havenlake.ingest.contract","name":"EhrResource","fields":[
             {"name":"dataset","type":"string"},{"name":"source","type":"string"},{"name":"json","type":"string"}]}
            """);
        Decoded decoded =
                decoded(earlier, Map.of("dataset", "set", "source", "a.json", "json", "{}"), Topic.EHR_FHIR, earlier);
        assertThat(field(decoded, "json")).isEqualTo("{}");
        assertThat(field(decoded, "donor")).isNull();
        assertThat(field(decoded, "dates_shifted")).isEqualTo(false);
    }

    private static Decoded decoded(Schema writer, Map<String, Object> values, Topic topic, Schema... known)
            throws IOException {
        GenericRecord record = new GenericData.Record(writer);
        values.forEach(record::put);
        return new RecordDecoder(topic, known(known)).decode(generic(record));
    }

    /** The contract of images with other fields in the place, or at the end, of those it has. */
    private static Schema images(Schema.Field... others) {
        Map<String, Schema.Field> fields = new LinkedHashMap<>();
        ImagingInstance.getClassSchema()
                .getFields()
                .forEach(field -> fields.put(field.name(), new Schema.Field(field, field.schema())));
        Arrays.stream(others).forEach(field -> fields.put(field.name(), field));
        Schema schema = ImagingInstance.getClassSchema();
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, List.copyOf(fields.values()));
    }

    private static Map<String, Object> image(Map<String, Object> others) {
        Map<String, Object> values = new HashMap<>(others);
        values.putAll(Map.of(
                "dataset",
                "set",
                "source",
                "a.png",
                "dates_shifted",
                false,
                "donor_named",
                true,
                "attributes",
                Map.of()));
        return values;
    }

    @Test
    void numberOfANarrowerTypeIsReadAsTheWiderOne() throws IOException {
        Schema narrow = images(new Schema.Field("bytes", Schema.create(Schema.Type.INT)));
        Decoded decoded = decoded(narrow, image(Map.of("bytes", 7)), Topic.IMAGING_INSTANCE, narrow);
        assertThat(field(decoded, ImagingInstance.getClassSchema(), "bytes")).isEqualTo(7L);
    }

    @Test
    void fieldsThatTheContractDoesNotKnowAreKeptAsJson() throws IOException {
        Schema later = images(
                new Schema.Field("laterality", Schema.create(Schema.Type.STRING)),
                new Schema.Field("angles", Schema.createArray(Schema.create(Schema.Type.DOUBLE))),
                new Schema.Field(
                        "dose", Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.FLOAT))));
        Decoded decoded = decoded(
                later,
                image(Map.of("laterality", "left \"L\"", "angles", List.of(0.1, -45.0))),
                Topic.IMAGING_INSTANCE,
                later);
        assertThat(((Decoded.Fields) decoded).rescued())
                .contains("{\"laterality\": \"left \\\"L\\\"\", \"angles\": [0.1, -45.0], \"dose\": null}");
        assertThat(field(decoded, ImagingInstance.getClassSchema(), "source")).isEqualTo("a.png");
        assertThat(field(decoded, ImagingInstance.getClassSchema(), "donor_named"))
                .isEqualTo(true);
    }

    @Test
    void recordOfTheContractHasNothingToRescue() throws IOException {
        Decoded decoded = decoder(Topic.EHR_FHIR).decode(ByteBuffer.wrap(encoded(RESOURCE)));
        assertThat(((Decoded.Fields) decoded).rescued()).isEmpty();
    }

    @Test
    void schemaThatTheContractCannotReadIsNamedWithIt() throws IOException {
        Schema other = images(new Schema.Field("bytes", Schema.create(Schema.Type.STRING)));
        Decoded decoded = decoded(other, image(Map.of("bytes", "7 KiB")), Topic.IMAGING_INSTANCE, other);
        assertThat(((Decoded.Undecodable) decoded).problem())
                .startsWith(
                        "written as eu.havenlake.ingest.contract.ImagingInstance (%016x), which eu.havenlake.ingest.contract.ImagingInstance (%016x) cannot read: field bytes"
                                .formatted(
                                        SchemaNormalization.parsingFingerprint64(other),
                                        SchemaNormalization.parsingFingerprint64(ImagingInstance.getClassSchema())));
    }

    @Test
    void recordOfAnotherTopicIsNotReadAsThisOne() throws IOException {
        Schema writer = WearableSample.getClassSchema();
        Map<String, Object> sample =
                Map.of("dataset", "set", "source", "a.json", "dates_shifted", false, "sample_id", "1", "json", "{}");
        Decoded decoded = decoded(writer, sample, Topic.EHR_FHIR, writer, EhrResource.getClassSchema());
        assertThat(((Decoded.Undecodable) decoded).problem())
                .contains("contract.WearableSample (", "contract.EhrResource (", "the record is another one");
    }
}
