package eu.havenlake.tests.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.ColumnType;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.tests.fault.HavenProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One home whose commands are killed in their worst moments and run again: nothing is lost and nothing is there twice.
 * A command is first stopped, so that a moment of milliseconds can be looked at, and then killed as it stands.
 */
@TestMethodOrder(OrderAnnotation.class)
class KilledIT {
    private static final Table BRONZE = Topic.EHR_FHIR.bronze();
    private static final List<Table> SILVER = List.of(
            ConsentTable.CONSENT,
            EhrTables.PATIENT,
            EhrTables.ENCOUNTER,
            EhrTables.CONDITION,
            EhrTables.OBSERVATION,
            EhrTables.MEDICATION_REQUEST,
            EhrTables.PROCEDURE);
    private static final int UNREADABLE = 2;

    @TempDir
    static Path folder;

    private static FaultHome home;
    private static Workplace broker;

    @BeforeAll
    static void collect() throws Exception {
        Clinic clinic = new Clinic(folder.resolve("data"));
        home = new FaultHome(folder.resolve("home"));
        broker = home.openToLook();
        String bootstrap = broker.kafka().bootstrap();
        Origin origin = new Origin("clinic", Optional.empty(), false);
        working(lifeCycle -> lifeCycle.collect(
                List.of(new Source.Consent(clinic.decisions()), new Source.Fhir(clinic.fhir(), origin))));
        sendWhatNobodyCanRead(bootstrap);
    }

    /**
     * What a producer of someone else may send: no value at all, and a record of a contract that nobody knows, with a
     * header twice.
     */
    private static void sendWhatNobodyCanRead(String bootstrap) throws Exception {
        byte[] unknown = {(byte) 0xc3, 1, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0};
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.EHR_FHIR.label(), "empty", null))
                    .get();
            var record = new ProducerRecord<>(Topic.EHR_FHIR.label(), "unknown", unknown);
            record.headers().add("tried", "once".getBytes(UTF_8)).add("tried", "twice".getBytes(UTF_8));
            producer.send(record).get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static <T> T seen(Function<Lake, T> question) {
        return home.seen(question);
    }

    private static void working(Consumer<LifeCycle> work) {
        home.working(work, place -> {});
    }

    private static HavenProcess start(String... arguments) throws IOException {
        return home.start(arguments);
    }

    private static Ended haven(String... arguments) throws IOException, InterruptedException {
        return home.haven(arguments);
    }

    private static Path folderOf(Table table) {
        return home.home().lake().resolve(table.database()).resolve(table.name());
    }

    private static boolean hasData(Table table) throws IOException {
        if (!Files.isDirectory(folderOf(table))) {
            return false;
        }
        try (Stream<Path> files = Files.list(folderOf(table))) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        }
    }

    /** Whether there is a commit after the one that made the table. */
    private static boolean hasCommit(Table table) {
        return Files.exists(folderOf(table).resolve("_delta_log/00000000000000000001.json"));
    }

    private static boolean hasAccount() {
        return !seen(lake -> lake.reached(BatchAccount.INGEST_BATCH, List.of(Topic.EHR_FHIR.label())))
                .isEmpty();
    }

    @Test
    @Order(1)
    void ingestKilledBeforeItsCommitHoldsTheHomeFromOtherWritersOnly() throws Exception {
        try (HavenProcess first = start("ingest")) {
            first.stopWhen(() -> hasData(BRONZE));
            assertThat(hasCommit(BRONZE)).as("the batch is committed already").isFalse();
            secondWriterIsRefused(first.pid());
            readersAreNot();
            first.kill();
        }
        assertThat(hasCommit(BRONZE)).isFalse();
    }

    private static void secondWriterIsRefused(long owner) throws Exception {
        Ended second = haven("ingest");
        second.refusedWith(1);
        assertThat(second.err())
                .startsWith("Cannot write to " + home.home().root() + ": haven ingest (pid " + owner + ", ")
                .contains("Wait until it ends, or stop it.");
    }

    private static void readersAreNot() throws Exception {
        Ended sql = haven("sql", "--format", "csv", "SELECT count(*) AS n FROM bronze.ehr");
        assertThat(sql.code()).as(sql.err()).isZero();
        assertThat(sql.out().lines()).containsExactly("n", "0");
    }

    @Test
    @Order(2)
    void ingestIsKilledBetweenItsCommitAndItsAccount() throws Exception {
        try (HavenProcess second = start("ingest")) {
            second.stopWhen(() -> hasCommit(BRONZE));
            assertThat(hasAccount()).as("the batch has its account already").isFalse();
            second.kill();
        }
    }

    @Test
    @Order(3)
    void ingestOfAllThatWasKilledHasEveryRecordOnce() {
        working(LifeCycle::ingest);
        assertThat(hasAccount()).isTrue();
        seen(lake -> {
            long sent = Clinic.RESOURCES + Clinic.DECISIONS;
            assertThat(Rows.text(
                            lake.read(RunRecord.RUN).where("stage = 'collect' AND state = 'FINISHED'"),
                            "counts['acknowledged']"))
                    .containsExactly(String.valueOf(sent));
            assertThat(landed(lake, BRONZE)).isEqualTo(once(Clinic.RESOURCES + UNREADABLE));
            assertThat(landed(lake, Topic.CONSENT_DECISION.bronze())).isEqualTo(once(Clinic.DECISIONS));
            assertThat(Rows.text(
                            lake.read(BatchAccount.INGEST_BATCH)
                                    .groupBy("topic")
                                    .sum("records"),
                            "*"))
                    .containsExactly(
                            "consent_decision | " + Clinic.DECISIONS, "ehr_fhir | " + (Clinic.RESOURCES + UNREADABLE));
            return lake;
        });
    }

    private static String once(long records) {
        return "%d | %1$d".formatted(records);
    }

    /** All records, and how many of them have coordinates of their own. */
    private static String landed(Lake lake, Table bronze) {
        return Rows.text(
                        lake.read(bronze)
                                .selectExpr("count(*) AS n", "count(DISTINCT topic, partition, offset) AS apart"),
                        "n",
                        "apart")
                .getFirst();
    }

    @Test
    @Order(4)
    void whatNobodyCanReadIsHeldOnceAndTheStreamWentOn() {
        List<String> held = seen(lake ->
                Rows.text(lake.read(Quarantine.QUARANTINE), "key", "error_class", "error_message", "headers['tried']"));
        assertThat(held)
                .containsExactly(
                        "empty | undecodable | empty value: a record must have one | ",
                        "unknown | undecodable | unknown schema: no contract has the fingerprint 0102030405060708 | twice");
    }

    @Test
    @Order(5)
    void curateKilledInTheMiddleEndsAsIfItHadNotBeen() throws Exception {
        Map<String, String> undisturbed = undisturbed();
        try (HavenProcess first = start("curate")) {
            first.stopWhen(() -> hasData(EhrTables.OBSERVATION));
            assertThat(hasCommit(EhrTables.CONDITION)).isTrue();
            assertThat(hasCommit(EhrTables.OBSERVATION)).isFalse();
            assertThat(folderOf(EhrTables.PROCEDURE)).doesNotExist();
            first.kill();
        }
        working(LifeCycle::curate);
        assertThat(seen(KilledIT::silver)).isEqualTo(undisturbed);
    }

    /** Silver of a copy of the home, with the same key of the pseudonyms, that is curated in one go. */
    private static Map<String, String> undisturbed() throws IOException {
        FaultHome copy = new FaultHome(folder.resolve("copy"));
        copy(home.home().lake(), copy.home().lake());
        try (Workplace place = copy.open()) {
            new LifeCycle(place).curate();
            copy(copy.home().keys(), home.home().keys());
            Map<String, String> silver = silver(place.lake());
            long observations = Clinic.OBSERVATIONS / Clinic.PATIENTS * Clinic.DECISIONS;
            assertThat(silver).hasSize(SILVER.size()).doesNotContainValue("0 | 0 | ");
            assertThat(silver.get("silver.observation")).startsWith(once(observations));
            return silver;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (Files.isRegularFile(file)) Files.copy(file, target);
            }
        }
    }

    /** Of each table its rows, its keys and a sum over all that the rows hold. */
    private static Map<String, String> silver(Lake lake) {
        return SILVER.stream()
                .collect(Collectors.toMap(
                        Table::qualifiedName,
                        table -> Rows.text(
                                        lake.read(table)
                                                .selectExpr(
                                                        "count(*) AS n",
                                                        "count(DISTINCT %s) AS keys"
                                                                .formatted(String.join(", ", table.key())),
                                                        "bit_xor(xxhash64(%s)) AS content".formatted(hashed(table))),
                                        "n",
                                        "keys",
                                        "content")
                                .getFirst()));
    }

    /** Spark hashes no maps. */
    private static String hashed(Table table) {
        return table.columns().stream()
                .filter(column -> column.type() != ColumnType.STRING_MAP && column.type() != ColumnType.LONG_MAP)
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(", "));
    }
}
