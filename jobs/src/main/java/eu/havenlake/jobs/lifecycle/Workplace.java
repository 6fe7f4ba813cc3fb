package eu.havenlake.jobs.lifecycle;

import eu.havenlake.ingest.broker.BrokerFolders;
import eu.havenlake.ingest.broker.KafkaConnection;
import eu.havenlake.ingest.contract.ClaimCheck;
import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.run.StageRunner;
import eu.havenlake.lake.session.Area;
import eu.havenlake.lake.session.Home;
import eu.havenlake.lake.session.LakeSession;
import eu.havenlake.lake.session.WriterLock;
import eu.havenlake.lake.table.Lake;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * What a command works with: a home, its settings, and, opened when first asked for, Spark and Kafka. Closing it closes
 * what was opened, and stops the embedded broker if this command started it.
 */
public final class Workplace implements AutoCloseable {
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Home home;
    private final Settings settings;
    private final Distribution distribution;
    private final Consumer<String> console;
    private final Optional<WriterLock> lock;
    private final Clock clock = Clock.systemUTC();
    private final String run =
            RUN_TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 4);
    private Optional<CompletableFuture<LakeSession>> session = Optional.empty();
    private Optional<RunLog> runs = Optional.empty();
    private Optional<KafkaConnection> kafka = Optional.empty();

    private Workplace(
            Home home,
            Settings settings,
            Distribution distribution,
            Consumer<String> console,
            Optional<WriterLock> lock) {
        this.home = home;
        this.settings = settings;
        this.distribution = distribution;
        this.console = console;
        this.lock = lock;
    }

    /** For commands that only look: any number at a time, also while another command writes. */
    public static Workplace forReading(
            Home home, Settings settings, Distribution distribution, Consumer<String> console) {
        return new Workplace(home, settings, distribution, console, Optional.empty());
    }

    /** For commands that write to the whole home: nobody else does. */
    public static Workplace forWriting(
            Home home, Settings settings, Distribution distribution, Consumer<String> console, String command) {
        return forWriting(home, settings, distribution, console, command, Area.values());
    }

    /** For commands that write to some areas of a home: one at a time for each. */
    public static Workplace forWriting(
            Home home,
            Settings settings,
            Distribution distribution,
            Consumer<String> console,
            String command,
            Area... areas) {
        return new Workplace(home, settings, distribution, console, Optional.of(WriterLock.take(home, command, areas)));
    }

    /** The home. */
    public Home home() {
        return home;
    }

    /** What is in force. */
    public Settings settings() {
        return settings;
    }

    /** Where HavenLake itself lies. */
    public Distribution distribution() {
        return distribution;
    }

    /** Id of this command's run. */
    public String run() {
        return run;
    }

    /** The clock of this command. */
    public Clock clock() {
        return clock;
    }

    /** Tells the person at the terminal. */
    public void say(String line) {
        console.accept(line);
    }

    /** The tables. */
    public Lake lake() {
        openLake();
        try {
            return session.get().join().lake();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Begins to open Spark beside what the command does next, in a thread with this one's class loader. */
    public void openLake() {
        if (session.isEmpty()) {
            session = Optional.of(CompletableFuture.supplyAsync(
                    () -> LakeSession.open(home, settings.spark()),
                    Thread.ofPlatform().name("lake")::start));
        }
    }

    /** The topics; starts the embedded broker where the settings say so and it does not run. */
    public Kafka kafka() {
        if (kafka.isEmpty()) {
            kafka = Optional.of(
                    KafkaConnection.open(settings.kafka(), BrokerFolders.under(home.root(), distribution.kafkaJars())));
            opened().makeTopics();
        }
        return opened();
    }

    private Kafka opened() {
        return new Kafka(kafka.orElseThrow().bootstrap(), settings.kafka().client(), claims());
    }

    /** Where values lie that were too large for Kafka. */
    public ClaimCheck claims() {
        return new ClaimCheck(home.objects().toUri(), settings.kafka().maxInlineBytes());
    }

    /** The key of the pseudonyms. */
    public Pseudonyms pseudonyms() {
        return KeyFile.open(home.keys());
    }

    /** The lake as a study may see it. */
    public StudyLake lakeOf(StudyFile study) {
        return new StudyLake(lake(), study.study(), pseudonyms(), run, clock);
    }

    /** Where stages are recorded. */
    public RunLog runs() {
        if (runs.isEmpty()) {
            runs = Optional.of(new RunLog(lake()));
        }
        return runs.get();
    }

    /** Runs and records stages. */
    public StageRunner stages(Optional<StudyFile> study) {
        return new StageRunner(run, distribution.version(), settings.digest(study), clock, runs());
    }

    @Override
    public void close() {
        try {
            runs.ifPresent(RunLog::close);
        } finally {
            session.ifPresent(Workplace::close);
            kafka.ifPresent(KafkaConnection::close);
            lock.ifPresent(WriterLock::close);
        }
    }

    private static void close(CompletableFuture<LakeSession> session) {
        try {
            session.join().close();
        } catch (CompletionException e) {
            // It never opened, and whoever asked for it was told.
        }
    }
}
