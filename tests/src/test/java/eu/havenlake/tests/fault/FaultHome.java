package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.broker.BrokerFolders;
import eu.havenlake.ingest.broker.BrokerStatus.Running;
import eu.havenlake.ingest.broker.EmbeddedBroker;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.session.Home;
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

/** A home to which terrible things happen: its commands as processes, its broker, and its tables to look at. */
record FaultHome(Home home) implements AutoCloseable {
    FaultHome(Path root) {
        this(new Home(root));
    }

    HavenProcess start(String... arguments) throws IOException {
        return HavenProcess.start(home.root(), arguments);
    }

    Ended haven(String... arguments) throws IOException, InterruptedException {
        return HavenProcess.run(home.root(), arguments);
    }

    private BrokerFolders broker() {
        return BrokerFolders.under(home.root(), Distribution.current().kafkaJars());
    }

    /** Starts the broker where it does not run, and leaves it running. */
    void keepBroker() {
        EmbeddedBroker.open(broker()).detach();
    }

    /** The process of the broker, where one runs. */
    Optional<ProcessHandle> brokerProcess() {
        return EmbeddedBroker.status(broker()).running().map(Running::pid).flatMap(ProcessHandle::of);
    }

    /** Whether a table was made and nothing was committed to it yet: a first batch is on its way. */
    boolean isMadeButEmpty(Table table) {
        Path log = home.lake().resolve(table.database()).resolve(table.name()).resolve("_delta_log");
        return Files.exists(log.resolve("%020d.json".formatted(0)))
                && !Files.exists(log.resolve("%020d.json".formatted(1)));
    }

    private static Settings settings() {
        return new Settings(Distribution.current().conf(), Optional.empty(), Map.of());
    }

    /** Opens it in this process as a command does that writes. */
    Workplace open() {
        return Workplace.forWriting(home, settings(), Distribution.current(), line -> {}, "a test");
    }

    /** Opens it to look; starts the broker where a question is for it. */
    Workplace openToLook() {
        return Workplace.forReading(home, settings(), Distribution.current(), line -> {});
    }

    /** What a command does that nobody disturbs, in this process, which is warm; then a look at what it left. */
    void working(Consumer<LifeCycle> work, Consumer<Workplace> look) {
        try (Workplace place = open()) {
            work.accept(new LifeCycle(place));
            look.accept(place);
        }
    }

    /** Looks only. */
    <T> T seen(Function<Lake, T> question) {
        try (Workplace place = openToLook()) {
            return question.apply(place.lake());
        }
    }

    /** Every record that Kafka holds is in bronze once, and what each batch counted is what is there. */
    static void everyRecordIsInBronzeOnce(Workplace place) {
        for (Topic topic : Topic.values()) {
            long sent = place.kafka().partitions(topic).ends().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (sent > 0) {
                assertThat(landed(place.lake(), topic))
                        .as("records of %s, those with coordinates of their own, those counted by batch", topic)
                        .isEqualTo("%d | %1$d | %1$d".formatted(sent));
            }
        }
    }

    private static String landed(Lake lake, Topic topic) {
        return Rows.text(
                        lake.sql("""
                                SELECT count(*) AS records, count(DISTINCT partition, offset) AS apart,
                                  (SELECT sum(records) FROM ops.ingest_batch WHERE topic = '%s') AS counted
                                FROM %s""".formatted(topic.label(), topic.bronze().qualifiedName())),
                        "records",
                        "apart",
                        "counted")
                .getFirst();
    }

    static List<String> rows(Lake lake, String sql, String... columns) {
        return Rows.text(lake.sql(sql), columns);
    }

    @Override
    public void close() {
        EmbeddedBroker.stop(broker());
    }
}
