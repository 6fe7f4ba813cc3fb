package eu.havenlake.tests.fault;

import static eu.havenlake.tests.fault.Sender.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.run.RunRecord.State;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An ingest that has nothing to do ends at once; what may be left undone is never taken for that. */
@TestMethodOrder(OrderAnnotation.class)
class NothingNewIT {
    @TempDir
    static Path folder;

    private static FaultHome home;
    private static Workplace place;
    private static LifeCycle lifeCycle;

    @BeforeAll
    static void open() {
        home = new FaultHome(folder.resolve("home"));
        home.keepBroker();
        place = home.open();
        lifeCycle = new LifeCycle(place);
        assertThat(lifeCycle.hasNothingToIngest()).as("it never ingested").isFalse();
    }

    @AfterAll
    static void close() {
        home.close();
    }

    @BeforeEach
    void everythingIsInBronze() {
        lifeCycle.ingest();
        place.runs().flush();
        assertThat(lifeCycle.hasNothingToIngest()).isTrue();
    }

    @Test
    @Order(1)
    void recordThatCameIsNew() throws Exception {
        new Sender(place).send(Topic.CONSENT_DECISION, grant("a"));
        assertThat(lifeCycle.hasNothingToIngest()).isFalse();
    }

    @Test
    @Order(2)
    void ingestThatWasKilledMayHaveLeftSomething() {
        place.runs()
                .accept(new RunRecord(
                        "killed",
                        "ingest",
                        State.STARTED,
                        place.clock().instant(),
                        "test",
                        "none",
                        Outcome.NONE,
                        0,
                        Optional.empty()));
        assertThat(lifeCycle.hasNothingToIngest()).isFalse();
    }

    @Test
    @Order(3)
    void ingestThatFailedIsToBeRepeated() {
        assertThatIllegalStateException()
                .isThrownBy(() -> place.stages(Optional.empty()).run("ingest", () -> {
                    throw new IllegalStateException("broken");
                }));
        assertThat(lifeCycle.hasNothingToIngest()).isFalse();
    }

    @Test
    @Order(4)
    void whatACollectSentIsToBeCompared() {
        place.stages(Optional.empty()).run("collect", () -> Outcome.NONE);
        place.runs().flush();
        assertThat(lifeCycle.hasNothingToIngest()).isFalse();
    }

    @Test
    @Order(5)
    void collectBesideAnIngestMayHaveComeTooLateForIt() {
        place.stages(Optional.empty())
                .run(
                        "ingest",
                        () -> place.stages(Optional.empty())
                                .run("collect", () -> Outcome.NONE)
                                .outcome());
        place.runs().flush();
        assertThat(lifeCycle.hasNothingToIngest()).isFalse();
    }

    @Test
    @Order(6)
    void filesThatWerePutTogetherAreNoNewsToTheSecondIngestAfter() throws Exception {
        new Sender(place).send(Topic.CONSENT_DECISION, grant("b"));
        lifeCycle.ingest();
        place.lake().compact(Topic.CONSENT_DECISION.bronze().qualifiedName(), 1 << 20);
        assertThat(lifeCycle.hasNothingToIngest()).isFalse();
        lifeCycle.ingest();
        place.runs().flush();
        assertThat(lifeCycle.hasNothingToIngest()).isTrue();
    }

    @Test
    @Order(7)
    void commandSaysSoAndWritesNothing() throws Exception {
        long version = place.lake().version(RunRecord.RUN);
        place.close();
        assertThat(home.haven("ingest").out()).contains("nothing new");
        assertThat(home.<Long>seen(lake -> lake.version(RunRecord.RUN))).isEqualTo(version);
    }
}
