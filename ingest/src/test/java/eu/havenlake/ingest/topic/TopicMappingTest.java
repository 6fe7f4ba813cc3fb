package eu.havenlake.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.ingest.topic.TopicMapping.Format;
import eu.havenlake.ingest.wearable.DataPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TopicMappingTest {
    private static final Origin ORIGIN = new Origin("radar", Optional.empty(), false);
    private static final Schema KEY = SchemaBuilder.record("Key")
            .fields()
            .optionalString("projectId")
            .requiredString("userId")
            .endRecord();
    private static final Schema VALUE = SchemaBuilder.record("Rate")
            .fields()
            .requiredDouble("time")
            .requiredInt("timeInterval")
            .requiredFloat("heartRate")
            .endRecord();

    private static TopicMapping mapping(Format format, String field) throws IOException {
        return new TopicMapping(
                "rates",
                format,
                Optional.of(KEY),
                VALUE,
                "key.userId",
                "value.time",
                Optional.of("value.timeInterval"),
                List.of("key.projectId", "key.userId", "value.time"),
                "heart-rate",
                "2.0",
                new JsonMapper()
                        .readTree("{\"heart_rate\": {\"value\": \"%s\", \"unit\": \"beats/min\"}}".formatted(field)));
    }

    private static WearableSample map(byte[] key, byte[] value) throws IOException {
        return mapping(Format.AVRO, "value.heartRate").map(ORIGIN, new ConsumerRecord<>("rates", 1, 7, key, value));
    }

    private static byte[] bytes(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] key(String user) throws IOException {
        return bytes(new GenericRecordBuilder(KEY).set("userId", user).build());
    }

    private static byte[] rate(double time, float rate) throws IOException {
        return bytes(new GenericRecordBuilder(VALUE)
                .set("time", time)
                .set("timeInterval", 60)
                .set("heartRate", rate)
                .build());
    }

    @Test
    void recordIsADataPointThatItsSchemaAccepts() throws IOException {
        WearableSample sample = map(key("u1"), rate(1_700_000_000.25, 72.5f));
        assertThat(sample.getProblem()).isNull();
        assertThat(sample.getDonor()).isEqualTo("radar:u1");
        DataPoint.Reading reading = DataPoint.read("heart-rate", "2.0", sample.getJson());
        assertThat(reading).isInstanceOfSatisfying(DataPoint.Valid.class, valid -> {
            assertThat(valid.samples()).hasSize(1);
            assertThat(valid.samples().getFirst().value()).isEqualTo(72.5);
            assertThat(valid.samples().getFirst().start()).contains(Instant.parse("2023-11-14T22:13:20.250Z"));
            assertThat(valid.samples().getFirst().end()).contains(Instant.parse("2023-11-14T22:14:20.250Z"));
        });
        assertThat(new JsonMapper()
                        .readTree(sample.getJson())
                        .at("/source_record/value/timeInterval")
                        .asInt())
                .as("all that was sent is there")
                .isEqualTo(60);
    }

    @Test
    void sampleThatIsSentAgainHasTheSameIdAndAnotherHasAnother() throws IOException {
        String id = map(key("u1"), rate(1e9, 72)).getSampleId();
        assertThat(map(key("u1"), rate(1e9, 73)).getSampleId()).isEqualTo(id);
        assertThat(map(key("u2"), rate(1e9, 72)).getSampleId()).isNotEqualTo(id);
        assertThat(map(key("u1"), rate(1e9 + 1, 72)).getSampleId()).isNotEqualTo(id);
    }

    @Test
    void registryNumberIsPassedOver() throws IOException {
        byte[] key = key("u1");
        byte[] value = rate(1e9, 72);
        WearableSample sample = mapping(Format.CONFLUENT, "value.heartRate")
                .map(ORIGIN, new ConsumerRecord<>("rates", 1, 7, numbered(key), numbered(value)));
        assertThat(sample.getProblem()).isNull();
        assertThat(sample.getDonor()).isEqualTo("radar:u1");
        assertThat(mapping(Format.CONFLUENT, "value.heartRate")
                        .map(ORIGIN, new ConsumerRecord<>("rates", 1, 7, numbered(key), new byte[] {3, 4}))
                        .getProblem())
                .isEqualTo("rates:1:7: the value does not begin with a zero byte and the number of a schema");
    }

    private static byte[] numbered(byte[] record) {
        byte[] whole = new byte[record.length + 5];
        System.arraycopy(record, 0, whole, 5, record.length);
        whole[4] = 9;
        return whole;
    }

    @Test
    void whatCannotBeMappedTravelsWithTheReasonAndItsBytes() throws IOException {
        byte[] value = rate(1e9, 72);
        assertThat(map(key("u1"), Arrays.copyOf(value, 5)).getProblem())
                .isEqualTo("rates:1:7: the value ends within the record: another schema than Rate wrote it");
        assertThat(map(key("u1"), Arrays.copyOf(value, value.length + 1)).getProblem())
                .contains("the value goes on after the record");
        assertThat(map(key("u1"), null).getProblem()).contains("there is no value");
        assertThat(map(key(" "), value).getProblem()).contains("key.userId is empty");
        assertThat(map(key("u1"), rate(Double.NaN, 72)).getProblem()).contains("value.time is neither a finite number");
        assertThat(map(key("u1"), rate(1e300, 72)).getProblem()).contains("the time");
        assertThat(map(key("u1"), rate(1e9, Float.NaN)).getProblem()).contains("value.heartRate is neither a finite");
        assertThat(map(key("u1"), new byte[] {1, 2}).getJson()).contains("\"value_base64\":\"AQI=\"");
    }

    @Test
    void fieldThatNoRecordHasIsRefusedWithThoseThatItHas() {
        assertThatThrownBy(() -> mapping(Format.AVRO, "value.heartrate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value.heartrate is no field: Rate has time, timeInterval, heartRate.");
    }
}
