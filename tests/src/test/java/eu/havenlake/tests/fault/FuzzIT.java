package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.fuzz.AvroMutator;
import eu.havenlake.ingest.fuzz.CuratedRecord;
import eu.havenlake.ingest.fuzz.JsonMutator;
import eu.havenlake.ingest.fuzz.Reasons;
import eu.havenlake.ingest.fuzz.Templates;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoilt records the whole way, files through the collector and bytes straight to the topics: the stream lives, every
 * record that was sent is in bronze, and every record in bronze is in silver, in quarantine or waits for consent.
 *
 * <p>{@code -Dhaven.fuzz=20000} sets how many; each has a donor of its own, so that none takes another's place.
 */
class FuzzIT {
    private static final int RECORDS = Integer.getInteger("haven.fuzz", 2_000);
    private static final int FHIR = RECORDS * 9 / 20;
    private static final int DATA_POINTS = RECORDS * 6 / 20;
    private static final int VALUES = RECORDS - FHIR - DATA_POINTS;
    private static final long SEED = 2_026;
    private static final String NAME = "zephyrine-x77q31";

    @TempDir
    private static Path folder;

    private static Workplace place;

    @BeforeAll
    static void takeIn() throws Exception {
        place = new FaultHome(folder.resolve("home")).open();
        LifeCycle lifeCycle = new LifeCycle(place);
        Origin origin = new Origin("clinic", Optional.empty(), false);
        var collected = lifeCycle.collect(List.of(
                new Source.Consent(decisions()),
                new Source.Fhir(spoilt("fhir.ndjson", FHIR, Templates.FHIR), origin),
                new Source.OpenMHealth(spoilt("points.ndjson", DATA_POINTS, Templates.DATA_POINTS), origin)));
        sendValues();
        lifeCycle.ingest();
        lifeCycle.reconcile(collected);
        lifeCycle.curate();
    }

    @AfterAll
    static void close() {
        place.close();
    }

    /** Everybody grants: what waits nevertheless has lost its donor. */
    private static Path decisions() throws IOException {
        var lines = new StringBuilder("donor,decision,purposes,categories,from,until\n");
        for (int i = 0; i < Math.max(FHIR, DATA_POINTS); i++) {
            lines.append("clinic:%s-%d,grant,,,2020-01-01T00:00:00Z,%n".formatted(NAME, i));
        }
        for (int i = 0; i < 2 * VALUES; i++) {
            lines.append("%s,grant,,,2020-01-01T00:00:00Z,%n".formatted(AvroMutator.donor(i)));
        }
        return Files.writeString(folder.resolve("decisions.csv"), lines);
    }

    private static Path spoilt(String name, int count, List<String> templates) throws IOException {
        var mutator = new JsonMutator(SEED);
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write((templates.getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
            for (int i = 1; i < count; i++) {
                out.write(mutator.mutate(templates.get(i % templates.size()).replace(NAME, NAME + "-" + i)));
                out.write('\n');
            }
        }
        return file;
    }

    private static void sendValues() throws Exception {
        var mutator = new AvroMutator(SEED);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", place.kafka().bootstrap(), "max.request.size", 8 << 20),
                new StringSerializer(),
                new ByteArraySerializer())) {
            Future<?> last = null;
            for (int i = 0; i < VALUES; i++) {
                Topic topic = Topic.values()[i % Topic.values().length];
                last = producer.send(new ProducerRecord<>(topic.label(), "key-" + i, mutator.mutate(topic)));
            }
            producer.flush();
            assertThat(last.get()).isNotNull();
        }
    }

    private static List<String> rows(String sql, String... columns) {
        return FaultHome.rows(place.lake(), sql, columns);
    }

    @Test
    void everyRecordThatWasSentIsInBronzeOnce() {
        FaultHome.everyRecordIsInBronzeOnce(place);
    }

    @Test
    void everyRecordThatCannotBeReadIsInQuarantine() {
        for (Topic topic : Topic.values()) {
            assertThat(rows("""
                            SELECT b.partition, b.offset, b.problem FROM %s b LEFT ANTI JOIN ops.quarantine q
                            ON q.topic = b.topic AND q.partition = b.partition AND q.offset = b.offset AND q.stage = 'ingest'
                            WHERE b.problem IS NOT NULL""".formatted(topic.bronze().qualifiedName()), "partition", "offset", "problem"))
                    .isEmpty();
        }
    }

    @Test
    void everyOtherRecordIsInSilverOrQuarantineOrWaits() {
        for (Curation curation : CuratedRecord.CURATIONS) {
            Table bronze = curation.bronze();
            String waits = curation.silver().category().isPresent()
                    ? "AND donor IN (SELECT donor FROM bronze.consent WHERE source LIKE 'decisions.csv%')"
                    : "";
            place.lake()
                    .sql("SELECT * FROM %s WHERE problem IS NULL %s".formatted(bronze.qualifiedName(), waits))
                    .where(functions.coalesce(curation.which(), functions.lit(false)))
                    .createOrReplaceTempView("due");
            assertThat(rows(
                            """
                            SELECT d.partition, d.offset, d.json FROM
                            (SELECT *, %s FROM due) d
                            LEFT ANTI JOIN %s s ON s.partition = d.partition AND s.offset = d.offset
                            LEFT ANTI JOIN ops.quarantine q ON q.topic = d.topic AND q.partition = d.partition
                              AND q.offset = d.offset AND q.stage = '%s'""".formatted(
                                            bronze.has("json") ? "1 AS one" : "'' AS json",
                                            curation.silver().qualifiedName(),
                                            curation.stage()),
                            "partition",
                            "offset",
                            "substr(json, 1, 200)"))
                    .as(
                            "%s: %d were due",
                            curation.stage(),
                            place.lake().sql("SELECT * FROM due").count())
                    .isEmpty();
        }
    }

    @Test
    void reasonsAreInWordsAndNameNobody() {
        List<String> reasons = rows("SELECT DISTINCT error_message FROM ops.quarantine", "error_message");
        assertThat(reasons).hasSizeGreaterThan(50).allSatisfy(Reasons::check);
    }
}
