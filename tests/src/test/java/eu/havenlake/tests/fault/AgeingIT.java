package eu.havenlake.tests.fault;

import static eu.havenlake.tests.fault.Sender.grant;
import static eu.havenlake.tests.fault.Sender.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.wearable.WearableFeatures;
import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.OffsetRange;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.bronze.RangeReader;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.silver.WearableTables;
import eu.havenlake.lake.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What months do to a home: poison of every share, topics that were compacted, days that come late, hundreds of small
 * batches: {@code -Dhaven.batches=200} sets how many, and without it there are none.
 */
class AgeingIT {
    private static final int BATCHES = Integer.getInteger("haven.batches", 0);
    /** What ingest puts together when there are so many, and what one more batch adds. */
    private static final long MOST_FILES = 100 + Topic.PARTITIONS;

    @TempDir
    static Path folder;

    private static Workplace place;
    private static LifeCycle lifeCycle;
    private static Sender sender;

    @BeforeAll
    static void open() {
        place = new FaultHome(folder.resolve("home")).open();
        lifeCycle = new LifeCycle(place);
        sender = new Sender(place);
        place.kafka();
    }

    @AfterAll
    static void close() {
        place.close();
    }

    @Test
    void poisonOfEachShareIsHeldAndAllElseArrives() throws Exception {
        int records = 10_000;
        for (int percent : List.of(1, 10, 100)) {
            byte[][] values = new byte[records][];
            for (int i = 0; i < records; i++) {
                boolean poison = i % 100 < percent;
                values[i] = poison ? ("no Avro " + i).getBytes(UTF_8) : grant(percent + "-" + i);
            }
            sender.send(Topic.CONSENT_DECISION, values);
            long start = System.nanoTime();
            Map<String, Long> counts = lifeCycle.ingest().outcome().counts();
            System.out.printf(
                    "poison %d %%: %,.0f records/s%n", percent, records / ((System.nanoTime() - start) / 1e9));
            assertThat(counts)
                    .containsEntry("consent_decision", (long) records)
                    .containsEntry("consent_decision quarantined", (long) records * percent / 100);
        }
        assertThat(Rows.text(
                        place.lake()
                                .read(Topic.CONSENT_DECISION.bronze())
                                .where("source = 'here'")
                                .selectExpr("count(DISTINCT donor) AS donors"),
                        "donors"))
                .containsExactly(String.valueOf(9_900 + 9_000));
        assertThat(place.lake()
                        .read(Quarantine.QUARANTINE)
                        .where("topic = 'consent_decision'")
                        .count())
                .isEqualTo(100 + 1_000 + 10_000);
    }

    /** Of offsets 0 to 3 the first is gone: its key came again at 1. */
    @Test
    void whatCompactionTookAwayIsNotMissed() throws Exception {
        Topic topic = Topic.EHR_FHIR;
        compactSoon(topic);
        byte[] value = "whatever".getBytes(UTF_8);
        try (KafkaProducer<String, byte[]> producer = sender.producer(Map.of())) {
            for (String key : List.of("one", "one", "two")) {
                send(producer, topic, 1, key, value);
            }
            Thread.sleep(SEGMENT.plusMillis(100));
            send(producer, topic, 1, "begins a segment", value);
        }
        waitUntilCompacted(new OffsetRange(topic.label(), 1, 0, 4), 3);
        lifeCycle.ingest();
        assertThat(Rows.text(place.lake().read(topic.bronze()), "offset", "key"))
                .containsExactly("1 | one", "2 | two", "3 | begins a segment");
        assertThat(Rows.text(
                        place.lake().read(BatchAccount.INGEST_BATCH).where("topic = 'ehr_fhir'"),
                        "partition",
                        "read",
                        "records",
                        "first_offset",
                        "next_offset"))
                .containsExactly("1 | 3 | 3 | 1 | 4");
    }

    private static final Duration SEGMENT = Duration.ofMillis(200);

    private static void compactSoon(Topic topic) throws Exception {
        Map<String, String> config = Map.of(
                "cleanup.policy", "compact",
                "segment.ms", String.valueOf(SEGMENT.toMillis()),
                "min.cleanable.dirty.ratio", "0.01");
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", place.kafka().bootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic.label()),
                            config.entrySet().stream()
                                    .map(each -> new AlterConfigOp(
                                            new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                                    .toList()))
                    .all()
                    .get();
        }
    }

    private static void waitUntilCompacted(OffsetRange range, int records) throws InterruptedException {
        for (int second = 0; second < 120 && left(range) > records; second++) {
            Thread.sleep(1_000);
        }
        assertThat(left(range)).as("records after Kafka compacted the topic").isEqualTo(records);
    }

    private static int left(OffsetRange range) {
        int records = 0;
        try (RangeReader reader = new RangeReader(range, place.kafka().clientOptions())) {
            for (; reader.hasNext(); reader.next()) {
                records++;
            }
        }
        return records;
    }

    @Test
    void dayThatComesThreeWeeksLateIsPartOfTheFeaturesThatAreBuiltThen() throws Exception {
        walk(steps("first", "2024-12-30", 1_000));
        assertThat(stepsPerDay()).containsExactly("1000.0");
        walk(steps("three weeks late", "2024-12-09", 5_000) + steps("the rest of the first", "2024-12-30", 2_000));
        assertThat(stepsPerDay()).containsExactly("4000.0");
    }

    private static String steps(String id, String day, int steps) {
        return """
                {"header":{"id":"%1$s","creation_date_time":"%2$sT09:00:00Z","schema_id":{"namespace":"omh","name":"step-count","version":"2.0"},"user_id":"p1"},"body":{"step_count":%3$d,"effective_time_frame":{"time_interval":{"start_date_time":"%2$sT08:00:00Z","end_date_time":"%2$sT08:30:00Z"}}}}
                """.formatted(id, day, steps);
    }

    private static void walk(String dataPoints) throws Exception {
        Path file = Files.writeString(folder.resolve("steps.ndjson"), dataPoints);
        lifeCycle.collect(List.of(new Source.OpenMHealth(file, new Origin("walks", Optional.of("open data"), false))));
        lifeCycle.ingest();
        lifeCycle.curate();
    }

    private static List<String> stepsPerDay() {
        Dataset<Row> samples = place.lake().read(WearableTables.WEARABLE_SAMPLE);
        Dataset<Row> members =
                samples.select("donor").distinct().withColumn("index_date", lit(Date.valueOf("2025-01-01")));
        return Rows.text(WearableFeatures.of(FeatureSet.unplannedCare(), members, samples), "steps_per_day");
    }

    @Test
    void filesOfTablesThatGrowByBatchesStayFew() throws Exception {
        assumeThat(BATCHES)
                .as("batches: it takes minutes, so only the long form has some")
                .isPositive();
        for (int batch = 0; batch < BATCHES; batch++) {
            try (KafkaProducer<String, byte[]> producer = sender.producer(Map.of())) {
                for (int partition = 0; partition < Topic.PARTITIONS; partition++) {
                    send(producer, Topic.IMAGING_INSTANCE, partition, "a key", new byte[] {1, 2, 3});
                }
            }
            lifeCycle.ingest();
            growing()
                    .forEach(table -> assertThat(place.lake().files(table))
                            .as("files of %s", table)
                            .hasSizeLessThanOrEqualTo((int) MOST_FILES));
        }
        assertThat(place.lake().read(Topic.IMAGING_INSTANCE.bronze()).count())
                .isEqualTo((long) BATCHES * Topic.PARTITIONS);
        assertThat(place.lake().files(Topic.IMAGING_INSTANCE.bronze()))
                .as("files of as many batches")
                .hasSizeLessThan(BATCHES * Topic.PARTITIONS);
    }

    private static Stream<Table> growing() {
        return Stream.of(
                Topic.IMAGING_INSTANCE.bronze(), BatchAccount.INGEST_BATCH, Quarantine.QUARANTINE, RunRecord.RUN);
    }
}
