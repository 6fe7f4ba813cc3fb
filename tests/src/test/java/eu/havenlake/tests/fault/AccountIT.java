package eu.havenlake.tests.fault;

import static eu.havenlake.tests.fault.Sender.avro;
import static eu.havenlake.tests.fault.Sender.decision;
import static eu.havenlake.tests.fault.Sender.grant;
import static eu.havenlake.tests.fault.Sender.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import eu.havenlake.ingest.bronze.AcceptedLoss;
import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.bronze.Replay;
import eu.havenlake.ingest.bronze.Replay.Planned;
import eu.havenlake.ingest.bronze.Replay.Way;
import eu.havenlake.ingest.bronze.Selection;
import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.StopSignal;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.jobs.operation.Reconciliation;
import eu.havenlake.jobs.operation.Status;
import eu.havenlake.jobs.operation.StatusReader;
import eu.havenlake.jobs.operation.TopicStatus;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.silver.EhrTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One home whose producers do everything that producers may: what they sent is counted, held, and tried again. */
@TestMethodOrder(OrderAnnotation.class)
class AccountIT {
    private static final Topic DECISIONS = Topic.CONSENT_DECISION;
    private static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

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
    }

    @AfterAll
    static void close() {
        place.close();
    }

    private static List<String> account(Topic topic) {
        return Rows.text(
                place.lake()
                        .read(BatchAccount.INGEST_BATCH)
                        .where("topic = '" + topic.label() + "'")
                        .orderBy("batch", "partition"),
                "partition",
                "read",
                "records",
                "quarantined",
                "first_offset",
                "last_offset",
                "next_offset");
    }

    private static Status status() {
        place.runs().flush();
        return new StatusReader(place.lake(), place.kafka(), place.clock()).read();
    }

    private static TopicStatus status(Topic topic) {
        return status().topics().stream()
                .filter(each -> each.topic().equals(topic.label()))
                .findFirst()
                .orElseThrow();
    }

    /** Offsets: 0 to 2 committed, 3 marker, 4 and 5 aborted, 6 marker, 7 committed, 8 marker. */
    @Test
    @Order(1)
    void recordsOfTransactionsCountWhenTheyWereCommitted() throws Exception {
        place.kafka();
        try (KafkaProducer<String, byte[]> producer = sender.producer(Map.of("transactional.id", "clinic"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String donor : List.of("a", "b", "c")) {
                send(producer, DECISIONS, 1, "a key", grant(donor));
            }
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, DECISIONS, 1, "a key", grant("nobody"));
            send(producer, DECISIONS, 1, "a key", grant("nobody"));
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, DECISIONS, 1, "a key", grant("d"));
            assertThat(status(DECISIONS).lag())
                    .as("what is open is not waited for")
                    .isEqualTo(7);
            producer.commitTransaction();
        }
        lifeCycle.ingest();
        assertThat(account(DECISIONS)).containsExactly("1 | 4 | 4 | 0 | 0 | 7 | 9");
        assertThat(status(DECISIONS).lag()).isZero();
        assertThat(Rows.text(place.lake().read(DECISIONS.bronze()), "donor"))
                .containsExactlyInAnyOrder("set:a", "set:b", "set:c", "set:d");
    }

    @Test
    @Order(2)
    void partitionThatWasAddedIsTakenInFromItsBeginning() throws Exception {
        try (Admin admin =
                        Admin.create(Map.of("bootstrap.servers", place.kafka().bootstrap()));
                KafkaProducer<String, byte[]> producer = sender.producer(Map.of())) {
            admin.createPartitions(Map.of(DECISIONS.label(), NewPartitions.increaseTo(Topic.PARTITIONS + 1)))
                    .all()
                    .get();
            send(producer, DECISIONS, Topic.PARTITIONS, "a key", grant("e"));
        }
        lifeCycle.ingest();
        assertThat(account(DECISIONS)).contains("4 | 1 | 1 | 0 | 0 | 0 | 1");
    }

    @Test
    @Order(3)
    void topicOfNothingButPoisonIsHeldAndTheOthersGoOn() throws Exception {
        byte[] poison = "no Avro".getBytes(UTF_8);
        sender.send(Topic.WEARABLE_SAMPLE, poison, poison, poison);
        sender.send(DECISIONS, grant("f"), poison);
        lifeCycle.ingest();
        assertThat(account(Topic.WEARABLE_SAMPLE)).containsExactly("0 | 3 | 3 | 3 | 0 | 2 | 3");
        assertThat(account(DECISIONS)).contains("0 | 2 | 2 | 1 | 0 | 1 | 2");
        assertThat(status(Topic.WEARABLE_SAMPLE).held()).isEqualTo(Map.of("undecodable", new TopicStatus.Held(3, 3)));
        assertThat(status().troubles()).isEmpty();
    }

    private static final Schema NEWER = new Schema.Parser()
            .parse(DECISIONS
                    .schema()
                    .toString()
                    .replace(
                            "\"fields\":[",
                            "\"fields\":[{\"name\":\"witness\",\"type\":\"string\",\"default\":\"\"},"));

    private static List<String> held(String where) {
        return Rows.text(
                place.lake().read(Quarantine.QUARANTINE).where(where),
                "topic",
                "partition",
                "offset",
                "error_class",
                "attempts",
                "resolved_at IS NOT NULL",
                "asked_at IS NOT NULL");
    }

    private static Replay replay() {
        return new Replay(place.lake(), place.claims(), "a test", place.run(), place.clock());
    }

    @Test
    @Order(4)
    void recordThatStillCannotBeDecodedIsHeldOnAndItsTriesAreCounted() throws Exception {
        GenericData.Record record = new GenericData.Record(NEWER);
        GenericData data = GenericData.get();
        ConsentDecision plain = decision("newer");
        plain.getSchema().getFields().forEach(field -> record.put(field.name(), plain.get(field.pos())));
        record.put("witness", "w");
        sender.send(DECISIONS, avro(data, NEWER, record));
        lifeCycle.ingest();
        Selection unknown =
                new Selection(Optional.of("unknown schema"), Optional.of(DECISIONS.label()), Optional.empty());
        assertThat(replay().plan(unknown))
                .containsExactly(new Planned("consent_decision", "ingest", "undecodable", 1, Way.DECODE));
        assertThat(held("error_message LIKE 'unknown schema%'"))
                .containsExactly("consent_decision | 0 | 2 | undecodable | 1 | false | false");
        lifeCycle.replay(unknown);
        assertThat(held("error_message LIKE 'unknown schema%'"))
                .containsExactly("consent_decision | 0 | 2 | undecodable | 2 | false | false");
    }

    @Test
    @Order(5)
    void recordThatIsReplayedAfterItsSchemaIsKnownArrivesOnce() {
        long before = place.lake().read(DECISIONS.bronze()).count();
        lifeCycle.curate();
        place.lake()
                .sql("INSERT INTO ops.schema VALUES (%d, 'ConsentDecision', '%s')"
                        .formatted(SchemaNormalization.parsingFingerprint64(NEWER), NEWER));
        lifeCycle.replay(ALL);
        assertThat(held("topic = 'consent_decision' AND offset = 2 AND partition = 0"))
                .containsExactly("consent_decision | 0 | 2 | undecodable | 3 | true | false");
        assertThat(held("topic = 'consent_decision' AND offset = 1 AND partition = 0"))
                .containsExactly("consent_decision | 0 | 1 | undecodable | 2 | false | false");
        assertThat(place.lake().read(DECISIONS.bronze()).count()).isEqualTo(before);
        lifeCycle.curate();
        String donor = place.pseudonyms().of("set:newer");
        assertThat(place.lake()
                        .read(ConsentTable.CONSENT)
                        .where("donor = '" + donor + "'")
                        .count())
                .isEqualTo(1);
    }

    private static byte[] observation(String id, String when) throws IOException {
        return avro(EhrResource.newBuilder()
                .setDataset("set")
                .setDonor("set:a")
                .setBasis(null)
                .setSource("here")
                .setResourceType("Observation")
                .setResourceId(id)
                .setJson("""
                        {"resourceType": "Observation", "id": "%s", "status": "final", "subject": {"reference": "Patient/a"},
                         "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}, "effectiveDateTime": "%s",
                         "valueQuantity": {"value": 70, "system": "http://unitsofmeasure.org", "code": "/min"}}""".formatted(id, when))
                .build());
    }

    @Test
    @Order(6)
    void recordThatACurationHoldsIsTriedAgainByTheNextOnly() throws Exception {
        sender.send(
                Topic.EHR_FHIR, observation("o1", "2099-01-01T00:00:00Z"), observation("o2", "2024-01-01T00:00:00Z"));
        lifeCycle.ingest();
        lifeCycle.curate();
        assertThat(held("stage = 'curate.observation'"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("| 1 | false | false");
        assertThat(lifeCycle.curate()).isEmpty();
        lifeCycle.replay(new Selection(Optional.empty(), Optional.of("ehr_fhir"), Optional.empty()));
        assertThat(held("stage = 'curate.observation'").getFirst()).endsWith("| 1 | false | true");
        lifeCycle.curate();
        assertThat(held("stage = 'curate.observation'").getFirst()).endsWith("| 2 | false | false");
        assertThat(place.lake().read(EhrTables.OBSERVATION).count()).isEqualTo(1);
        assertThat(lifeCycle.curate()).isEmpty();
    }

    @Test
    @Order(7)
    void ofTwoIngestsThatMeetEachRecordArrivesOnce() throws Exception {
        sender.send(DECISIONS, grant("g"), grant("h"));
        LifeCycle other = new LifeCycle(place);
        List<CompletableFuture<RunRecord>> both = Stream.of(lifeCycle, other)
                .map(each -> CompletableFuture.supplyAsync(each::ingest, Thread.ofPlatform()::start))
                .toList();
        int refused = 0;
        for (CompletableFuture<RunRecord> each : both) {
            try {
                each.join();
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOf(HavenException.class).hasMessageContaining("another command");
                refused++;
            }
        }
        assertThat(refused).isLessThan(2);
        lifeCycle.ingest();
        assertThat(Rows.text(
                        place.lake().read(DECISIONS.bronze()).where("donor IN ('set:g', 'set:h')"), "donor", "offset"))
                .containsExactlyInAnyOrder("set:g | 3", "set:h | 4");
    }

    @Test
    @Order(8)
    void collectOfWhichBronzeLacksRecordsEndsEveryIngestThoughNothingComes() {
        place.stages(Optional.empty())
                .run("collect", () -> new Outcome(Map.of(), Map.of(), Map.of("acknowledged consent_decision", 3L)));
        place.runs().flush();
        for (int i = 0; i < 2; i++) {
            assertThat(lifeCycle.hasNothingToIngest()).isFalse();
            assertThatExceptionOfType(HavenException.class).isThrownBy(lifeCycle::ingest);
        }
        assertThat(status().troubles())
                .singleElement()
                .asString()
                .contains("consent_decision", "run " + place.run() + " sent 3 records", "bronze has 0 of them");
    }

    @Test
    @Order(9)
    void ingestThatTakesSomethingInEndsWithThatMismatch() throws Exception {
        sender.send(DECISIONS, grant("i"));
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(lifeCycle::ingest)
                .withMessageContaining("topic consent_decision: run " + place.run() + " sent 3 records");
    }

    @Test
    @Order(10)
    void ingestThatGoesOnEndsWithThatMismatchToo() {
        try (StopSignal never = StopSignal.listen()) {
            assertThatExceptionOfType(HavenException.class)
                    .isThrownBy(() -> lifeCycle.ingestUntil(never, Duration.ofMillis(1)))
                    .withMessageContaining("haven ingest --accept-loss consent_decision");
        }
    }

    @Test
    @Order(11)
    void mismatchThatIsAcceptedIsNotedAndComplainedOfNoMore() {
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> lifeCycle.ingest(new AcceptedLoss(List.of("ehr_fhir", "consent_decision:0"))));
        lifeCycle.ingest(new AcceptedLoss(List.of("consent_decision")));
        assertThat(Rows.text(place.lake().read(Reconciliation.SENT_DIFFERENCE), "topic", "sent_by", "sent", "landed"))
                .containsExactly("consent_decision | %s | 3 | 0".formatted(place.run()));
        lifeCycle.ingest();
        assertThat(status().troubles()).isEmpty();
    }
}
