package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.tests.fault.HavenProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker goes away in the middle of a batch, for a while or for good: the ingest goes on, or ends with a sentence;
 * the next one has the rest, and every record is there once.
 */
class BrokerTroubleIT {
    /** How long the broker stands still: {@code -Dhaven.pause=60} in the long form, in the short one it does not. */
    private static final int PAUSE_SECONDS = Integer.getInteger("haven.pause", 0);

    @TempDir
    private Path folder;

    private FaultHome home;

    @BeforeEach
    void open() {
        home = new FaultHome(folder.resolve("home"));
    }

    private void collect() {
        home.keepBroker();
        MixedLoad load = new MixedLoad(folder.resolve("data"), 1);
        home.working(lifeCycle -> lifeCycle.collect(day(load).sources()), place -> {});
    }

    private static MixedLoad.Day day(MixedLoad load) {
        try {
            return load.day(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stopBroker() {
        home.close();
    }

    private boolean isMidBatch() {
        return home.isMadeButEmpty(Topic.EHR_FHIR.bronze());
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    private void nextIngestHasTheRest() {
        home.keepBroker();
        home.working(LifeCycle::ingest, FaultHome::everyRecordIsInBronzeOnce);
    }

    private static void onlyInTheLongForm() {
        assumeThat(PAUSE_SECONDS)
                .as("haven.pause: to wait takes minutes, so only the long form does")
                .isPositive();
    }

    @Test
    void brokerThatStandsStillForAWhileIsWaitedFor() throws Exception {
        onlyInTheLongForm();
        collect();
        try (HavenProcess ingest = home.start("ingest")) {
            ingest.stopWhen(this::isMidBatch);
            long broker = home.brokerProcess().orElseThrow().pid();
            signal("STOP", broker);
            signal("CONT", ingest.pid());
            try {
                assertThat(ingest.process().waitFor(PAUSE_SECONDS, TimeUnit.SECONDS))
                        .as("it waits")
                        .isFalse();
            } finally {
                signal("CONT", broker);
            }
            Ended ended = ingest.ended();
            assertThat(ended.code()).as(ended.err()).isZero();
        }
        nextIngestHasTheRest();
    }

    @Test
    void brokerThatIsKilledAndStartedAgainMidBatchLosesNothing() throws Exception {
        collect();
        try (HavenProcess ingest = home.start("ingest")) {
            ingest.stopWhen(this::isMidBatch);
            ProcessHandle broker = home.brokerProcess().orElseThrow();
            List<String> command = commandOf(broker);
            broker.destroyForcibly();
            broker.onExit().join();
            Process again = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("again.out").toFile())
                    .start();
            try {
                signal("CONT", ingest.pid());
                Ended ended = ingest.ended();
                assertThat(ended.code()).as(ended.err()).isZero();
            } finally {
                again.destroyForcibly().waitFor();
            }
        }
        nextIngestHasTheRest();
    }

    /** The same address and data as before, as an operator's own broker comes back. */
    private static List<String> commandOf(ProcessHandle process) throws IOException {
        return List.of(
                Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"));
    }

    @Test
    void brokerThatIsGoneForGoodEndsTheIngestWithASentence() throws Exception {
        onlyInTheLongForm();
        collect();
        try (HavenProcess ingest = home.start(
                "ingest", "--set", "kafka.default.api.timeout.ms=12000", "--set", "kafka.request.timeout.ms=10000")) {
            ingest.stopWhen(this::isMidBatch);
            ProcessHandle broker = home.brokerProcess().orElseThrow();
            broker.destroyForcibly();
            broker.onExit().join();
            signal("CONT", ingest.pid());
            Ended ended = ingest.ended();
            ended.refusedWith(1);
            assertThat(ended.err()).contains("run haven ingest again");
        }
        nextIngestHasTheRest();
    }
}
