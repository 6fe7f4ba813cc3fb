package eu.havenlake.tests.fault;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import eu.havenlake.ingest.bronze.AcceptedLoss;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.bronze.Reset;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.table.Move;
import eu.havenlake.lake.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One home whose Kafka lets records go before bronze has them: that is never passed over in silence. */
@TestMethodOrder(OrderAnnotation.class)
class GoneDataIT {
    private static final Topic TOPIC = Topic.CONSENT_DECISION;

    @TempDir
    static Path folder;

    private static Workplace place;
    private static LifeCycle lifeCycle;
    private static int partition;

    @BeforeAll
    static void open() {
        place = new FaultHome(folder.resolve("home")).open();
        lifeCycle = new LifeCycle(place);
    }

    @AfterAll
    static void close() {
        place.close();
    }

    /** All decisions are of one donor, and so in one partition. */
    private static void decide(String decision) throws Exception {
        Path file = folder.resolve("decisions.csv");
        Files.writeString(
                file,
                "donor,decision,purposes,categories,from,until\nclinic:p,%s,,,2020-01-01T00:00:00Z,\n"
                        .formatted(decision));
        lifeCycle.collect(List.of(new Source.Consent(file)));
    }

    private static Admin kafka() {
        return Admin.create(Map.of("bootstrap.servers", place.kafka().bootstrap()));
    }

    private static void letGoBefore(long offset) throws Exception {
        try (Admin admin = kafka()) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(TOPIC.label(), partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private static List<String> bronze() {
        return Rows.text(place.lake().read(TOPIC.bronze()).orderBy("offset"), "partition", "offset");
    }

    private static List<String> gaps() {
        return Rows.text(
                place.lake().sql("SELECT * FROM ops.ingest_gap"), "topic", "partition", "first_offset", "last_offset");
    }

    @Test
    @Order(1)
    void whatKafkaLetGoStopsTheIngestAndNothingIsTakenIn() throws Exception {
        decide("grant");
        lifeCycle.ingest();
        partition = place.lake().read(TOPIC.bronze()).first().getAs("partition");
        decide("withdraw");
        decide("grant");
        letGoBefore(2);
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(lifeCycle::ingest)
                .withMessageContaining("partition %d starts at offset 2, but the lake goes on with 1", partition)
                .withMessageContaining("haven ingest --accept-loss consent_decision:" + partition);
        assertThat(bronze()).containsExactly(partition + " | 0");
    }

    @Test
    @Order(2)
    void lossThatIsAcceptedElsewhereIsNotAcceptedHere() {
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() ->
                        lifeCycle.ingest(new AcceptedLoss(List.of("ehr_fhir", TOPIC.label() + ":" + (partition + 1)))));
    }

    @Test
    @Order(3)
    void acceptedLossIsNotedAndTheRestTakenIn() {
        lifeCycle.ingest(new AcceptedLoss(List.of(TOPIC.label() + ":" + partition)));
        assertThat(bronze()).containsExactly(partition + " | 0", partition + " | 2");
        assertThat(gaps()).containsExactly("consent_decision | %d | 1 | 1".formatted(partition));
    }

    @Test
    @Order(4)
    void partitionThatLostAllOfItsRestGoesOnWithWhatComes() throws Exception {
        decide("withdraw");
        letGoBefore(4);
        lifeCycle.ingest(new AcceptedLoss(List.of(TOPIC.label())));
        lifeCycle.ingest();
        decide("grant");
        lifeCycle.ingest();
        assertThat(bronze()).containsExactly(partition + " | 0", partition + " | 2", partition + " | 4");
        assertThat(gaps()).hasSize(2);
    }

    @Test
    @Order(5)
    void topicThatWasMadeAgainIsNotTakenForTheOneThatBronzeKnows() throws Exception {
        try (Admin admin = kafka()) {
            admin.deleteTopics(List.of(TOPIC.label())).all().get();
            while (admin.listTopics().names().get().contains(TOPIC.label())) {
                Thread.sleep(20);
            }
        }
        place.kafka().makeTopics();
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> lifeCycle.ingest(new AcceptedLoss(List.of(TOPIC.label()))))
                .withMessageContaining("partition %d ends at offset 0, but the lake goes on with 5", partition)
                .withMessageContaining("made again")
                .withMessageContaining("haven reset consent_decision");
    }

    /** As a batch leaves it whose process died after its commit: bronze has what it holds, and nothing tells of it. */
    private static void batchWithoutItsAccount() {
        Table bronze = TOPIC.bronze();
        String note = place.lake().appended(bronze, -1).getLast().note();
        place.lake()
                .append(
                        bronze,
                        place.lake()
                                .read(bronze)
                                .limit(1)
                                .withColumn("offset", lit(5L))
                                .withColumn("problem", lit("a problem")),
                        Map.of("a test", new Move(OptionalLong.empty(), 1)),
                        files -> note);
    }

    @Test
    @Order(6)
    void topicThatIsBegunAnewLosesNothing() throws Exception {
        decide("grant");
        batchWithoutItsAccount();
        Reset reset = new Reset(place.lake(), place.kafka(), TOPIC, "a test", place.run(), place.clock());
        assertThat(reset.plan().getFirst()).contains("keeps the 4 rows", "100000");
        assertThat(bronze()).hasSize(4);
        // As a try leaves it that dies after its first change.
        place.lake()
                .update(
                        "reset 1 of " + TOPIC.label(),
                        TOPIC.bronze(),
                        "partition",
                        "partition + 100000",
                        "topic = 'consent_decision'");
        lifeCycle.reset(reset);
        lifeCycle.ingest();
        int earlier = 100_000 + partition;
        assertThat(gaps()).contains("consent_decision | %d | 5 | ".formatted(earlier));
        assertThat(bronze())
                .containsExactlyInAnyOrder(
                        earlier + " | 0", earlier + " | 2", earlier + " | 4", earlier + " | 5", partition + " | 0");
        assertThat(Rows.text(place.lake().read(Quarantine.QUARANTINE), "partition", "offset", "error_message"))
                .containsExactly(earlier + " | 5 | a problem");
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> new Reset(place.lake(), place.kafka(), TOPIC, "a test", place.run(), place.clock()))
                .withMessageContaining("it is the one that the lake knows");
    }
}
