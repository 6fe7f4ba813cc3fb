package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.ClaimCheck;
import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.SparkRows;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class BronzeRowSparkTest {
    private static final Topic TOPIC = Topic.CONSENT_DECISION;
    private static final long FINGERPRINT = SchemaNormalization.parsingFingerprint64(TOPIC.schema());
    private static final Instant ARRIVED = Instant.parse("2026-01-02T03:04:05.006Z");

    /** A contract that is ahead of ours by a field in its middle. */
    private static final Schema LATER = new Schema.Parser().parse("""
            {"type": "record", "name": "eu.havenlake.ingest.contract.ConsentDecision", "fields": [
             {"name": "dataset", "type": "string"}, {"name": "witness", "type": "string"},
             {"name": "source", "type": "string"}, {"name": "text", "type": "string"}]}
            """);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decision() throws IOException {
        ConsentDecision decision = ConsentDecision.newBuilder()
                .setDataset("set")
                .setDonor("set:Zoë")
                .setSource("c.csv:2")
                .setPurposes(List.of("care", "research"))
                .setText("x")
                .build();
        ByteBuffer encoded = new BinaryMessageEncoder<>(
                        SpecificData.getForClass(ConsentDecision.class), decision.getSchema())
                .encode(decision);
        byte[] value = new byte[encoded.remaining()];
        encoded.get(value);
        return value;
    }

    private static Row bronze(SparkSession spark, byte[] key, byte[] value, Header... headers) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                TOPIC.label(),
                3,
                42,
                ARRIVED.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty());
        RecordDecoder decoder = new RecordDecoder(
                TOPIC,
                Map.of(
                        FINGERPRINT,
                        TOPIC.schema().toString(),
                        SchemaNormalization.parsingFingerprint64(LATER),
                        LATER.toString()));
        StructType schema = TOPIC.bronze().schema();
        InternalRow row =
                new BronzeRow(decoder, new ClaimCheck(URI.create("file:///nowhere"), 900_000), schema).call(record);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return SparkRows.dataset(spark, context.parallelize(List.of(row)), schema)
                .first();
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value == null ? null : bytes(value));
    }

    @Test
    void recordLandsWithItsPlaceAndTheFieldsOfItsContract(SparkSession spark) throws IOException {
        Row row = bronze(spark, bytes("set:Zoë"), decision(), header("run", "r1"));
        assertThat(row.<String>getAs("topic")).isEqualTo("consent_decision");
        assertThat(row.<Integer>getAs("partition")).isEqualTo(3);
        assertThat(row.<Long>getAs("offset")).isEqualTo(42);
        assertThat(row.<Object>getAs("timestamp")).hasToString("2026-01-02 03:04:05.006");
        assertThat(row.<String>getAs("key")).isEqualTo("set:Zoë");
        assertThat(row.getJavaMap(row.fieldIndex("headers"))).isEqualTo(Map.of("run", "r1"));
        assertThat(row.<Object>getAs("raw")).isNull();
        assertThat(row.<String>getAs("rescued")).isNull();
        assertThat(row.<Long>getAs("fingerprint")).isEqualTo(FINGERPRINT);
        assertThat(row.<String>getAs("donor")).isEqualTo("set:Zoë");
        assertThat(row.getList(row.fieldIndex("purposes"))).isEqualTo(List.of("care", "research"));
        assertThat(row.<Object>getAs("problem")).isNull();
    }

    @Test
    void fieldThatTheContractDoesNotKnowIsRescued(SparkSession spark) throws IOException {
        GenericRecord later = new GenericData.Record(LATER);
        later.put("dataset", "set");
        later.put("witness", "Zoë");
        later.put("source", "c.csv:2");
        later.put("text", "x");
        Row row = bronze(
                spark,
                null,
                new BinaryMessageEncoder<GenericRecord>(GenericData.get(), LATER)
                        .encode(later)
                        .array());
        assertThat(row.<String>getAs("rescued")).isEqualTo("{\"witness\": \"Zoë\"}");
        assertThat(row.<String>getAs("source")).isEqualTo("c.csv:2");
        assertThat(row.<String>getAs("text")).isEqualTo("x");
        assertThat(row.<Object>getAs("problem")).isNull();
    }

    @Test
    void ofAHeaderThatIsThereTwiceTheLastCounts(SparkSession spark) throws IOException {
        Row row = bronze(spark, null, decision(), header("run", "r1"), header("empty", null), header("run", "r2"));
        Map<Object, Object> headers = row.getJavaMap(row.fieldIndex("headers"));
        assertThat(headers).hasSize(2).containsEntry("run", "r2").containsEntry("empty", null);
        assertThat(row.<Object>getAs("key")).isNull();
    }

    @Test
    void recordWithoutHeadersHasNone(SparkSession spark) throws IOException {
        Row row = bronze(spark, null, decision());
        assertThat(row.getJavaMap(row.fieldIndex("headers"))).isEmpty();
    }

    @Test
    void valueThatDoesNotDecodeIsKeptAsItCame(SparkSession spark) {
        Row row = bronze(spark, bytes("k"), bytes("no Avro"));
        assertThat(row.<byte[]>getAs("raw")).isEqualTo(bytes("no Avro"));
        assertThat(row.<String>getAs("problem")).startsWith("not Avro single-object encoding");
        assertThat(row.<Object>getAs("fingerprint")).isNull();
        assertThat(row.<Object>getAs("donor")).isNull();
        assertThat(row.<String>getAs("key")).isEqualTo("k");
    }

    @Test
    void recordWithoutAValueSaysSo(SparkSession spark) {
        Row row = bronze(spark, bytes("k"), null);
        assertThat(row.<String>getAs("problem")).startsWith("empty value");
        assertThat(row.<Object>getAs("raw")).isNull();
    }
}
