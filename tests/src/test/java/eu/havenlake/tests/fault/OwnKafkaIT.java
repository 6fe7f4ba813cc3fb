package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.bronze.Selection;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.TopicFile;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.session.Home;
import eu.havenlake.tests.fault.HavenProcess.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Kafka that is not ours: encrypted, with passwords, and with Kafka's default limit of 1 MiB a message, which an
 * attachment of 5 MB passes beside.
 */
@TestMethodOrder(OrderAnnotation.class)
class OwnKafkaIT {
    private static final int ATTACHMENT = 5_000_000;

    @TempDir
    static Path folder;

    private static SecureBroker broker;
    private static Workplace place;
    private static Home home;
    private static String document;

    @BeforeAll
    static void open() throws Exception {
        broker = SecureBroker.start(Files.createDirectories(folder.resolve("broker")));
        home = new Home(folder.resolve("home"));
        Settings settings = new Settings(
                Distribution.current().conf(),
                Optional.empty(),
                Map.of("kafka.bootstrap", broker.bootstrap(), "kafka.options-file", options(SecureBroker.PASSWORD)));
        place = Workplace.forReading(home, settings, Distribution.current(), line -> {});
        broker.awaitAnswer(settings.kafka());
    }

    @AfterAll
    static void close() throws Exception {
        place.close();
        broker.close();
    }

    private static String options(String password) throws IOException {
        return Files.writeString(folder.resolve(password + ".properties"), broker.options(password))
                .toString();
    }

    private static <T> T bronze(Function<Row, T> of) {
        return of.apply(place.lake().read(Topic.EHR_FHIR.bronze()).first());
    }

    @Test
    @Order(1)
    void wrongPasswordIsOneSentenceAtOnceAndNowhereToBeRead() throws Exception {
        String wrong = "wrong-0x7e57";
        Ended ended = HavenProcess.run(
                home.root(),
                "ingest",
                "--set",
                "kafka.bootstrap=" + broker.bootstrap(),
                "--set",
                "kafka.options-file=" + options(wrong));
        ended.refusedWith(1);
        assertThat(ended.err()).contains("Cannot log in to Kafka at " + broker.bootstrap(), "kafka.sasl.jaas.config");
        assertThat(ended.out() + ended.err() + logs()).doesNotContain(wrong);
    }

    private static String logs() throws IOException {
        try (Stream<Path> files = Files.walk(home.logs())) {
            StringBuilder text = new StringBuilder();
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    @Test
    @Order(2)
    void attachmentOfFiveMegabytesIsInBronzeByteForByte() throws Exception {
        byte[] bytes = new byte[ATTACHMENT];
        new Random(1).nextBytes(bytes);
        document = """
                {"resourceType":"DocumentReference","id":"scan","status":"current","subject":{"reference":"Patient/p"},\
                "content":[{"attachment":{"contentType":"application/pdf","data":"%s"}}]}""".formatted(Base64.getEncoder().encodeToString(bytes));
        Path file = Files.writeString(folder.resolve("documents.ndjson"), document + "\n");
        LifeCycle lifeCycle = new LifeCycle(place);
        lifeCycle.collect(List.of(new Source.Fhir(file, new Origin("clinic", Optional.empty(), false))));
        lifeCycle.ingest();
        assertThat(OwnKafkaIT.<String>bronze(row -> row.getAs("problem"))).isNull();
        assertThat(OwnKafkaIT.<String>bronze(row -> row.getAs("json")).equals(document))
                .as("as it was sent")
                .isTrue();
    }

    private static List<String> held() {
        return Rows.text(
                place.lake().read(Quarantine.QUARANTINE).orderBy("error_message"),
                "error_class",
                "regexp_replace(error_message, '[0-9a-f]{2}/[0-9a-f]{64}', 'ID')",
                "resolved_at IS NOT NULL");
    }

    private static Set<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(home.objects())) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    private static Path collected(LifeCycle lifeCycle, String id) throws IOException {
        Set<Path> before = objects();
        Path file = Files.writeString(
                folder.resolve(id + ".ndjson"), "%s%n".formatted(document.replace("\"scan\"", "\"" + id + "\"")));
        lifeCycle.collect(List.of(new Source.Fhir(file, new Origin("clinic", Optional.empty(), false))));
        Set<Path> fresh = objects();
        fresh.removeAll(before);
        return fresh.iterator().next();
    }

    @Test
    @Order(3)
    void objectThatWasAlteredOrIsGoneHoldsItsRecordUntilItIsBack() throws Exception {
        LifeCycle lifeCycle = new LifeCycle(place);
        Path altered = collected(lifeCycle, "altered");
        Path gone = collected(lifeCycle, "gone");
        byte[] sound = Files.readAllBytes(altered);
        byte[] spoilt = sound.clone();
        spoilt[spoilt.length / 2] ^= 1;
        Files.write(altered, spoilt);
        Path away = Files.move(gone, folder.resolve("away"));
        lifeCycle.ingest();
        assertThat(held())
                .containsExactly(
                        "unclaimed | claimed object ID is missing | false",
                        "unclaimed | claimed object ID was altered: its SHA-256 is another | false");

        Files.write(altered, sound);
        Files.move(away, gone);
        lifeCycle.replay(new Selection(Optional.of("unclaimed"), Optional.empty(), Optional.empty()));
        assertThat(held()).hasSize(2).allMatch(line -> line.endsWith("true"));
        assertThat(Rows.text(
                        place.lake().read(Topic.EHR_FHIR.bronze()).orderBy("resource_id"), "resource_id", "problem"))
                .containsExactly("altered | ", "gone | ", "scan | ");
    }

    @Test
    @Order(4)
    void topicOfSomebodyElseIsCarriedOnceAndWhatCannotBeReadIsHeld() throws Exception {
        TopicFile file = TopicFile.read(Distribution.current().conf().resolve("topics/radar_fitbit_steps.conf"));
        String topic = file.mapping().topic();
        LifeCycle lifeCycle = new LifeCycle(place);
        Source source = new Source.UserTopic(file, new Origin("radar", Optional.of("a test"), false));
        produce(topic, 0, 10);
        lifeCycle.collect(List.of(source));
        produce(topic, 10, 5);
        lifeCycle.collect(List.of(source));
        lifeCycle.ingest();
        assertThat(Rows.text(
                        place.lake()
                                .read(Topic.WEARABLE_SAMPLE.bronze())
                                .groupBy("donor", "schema_name")
                                .count()
                                .orderBy("donor"),
                        "donor",
                        "schema_name",
                        "count"))
                .containsExactly(" | step-count | 2", "radar:u0 | step-count | 8", "radar:u1 | step-count | 7");
        assertThat(held().stream().filter(line -> line.contains("there is no key")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("unreadable") && line.endsWith("false"));
    }

    /** Steps of two people, and at the end a record with nothing in it. */
    private static void produce(String topic, int first, int number) throws Exception {
        Schema key = schema("radar_key");
        Schema steps = schema("radar_fitbit_steps");
        try (Admin admin = Admin.create(client());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            if (first == 0) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
            for (int i = first; i < first + number; i++) {
                byte[] who = confluent(new GenericRecordBuilder(key)
                        .set("userId", "u" + i % 2)
                        .set("sourceId", "s")
                        .build());
                byte[] value = confluent(new GenericRecordBuilder(steps)
                        .set("time", 1.7e9 + 60 * i)
                        .set("timeReceived", 1.7e9)
                        .set("timeInterval", 60)
                        .set("steps", i)
                        .build());
                producer.send(new ProducerRecord<>(topic, who, value)).get();
            }
            producer.send(new ProducerRecord<>(topic, null, null)).get();
        }
    }

    private static Map<String, Object> client() {
        return place.settings().kafka().client().forAdmin(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    private static Schema schema(String name) throws IOException {
        return new Schema.Parser()
                .parse(Files.readString(Distribution.current().conf().resolve("topics/" + name + ".avsc")));
    }

    private static byte[] confluent(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 0, 0, 1});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
