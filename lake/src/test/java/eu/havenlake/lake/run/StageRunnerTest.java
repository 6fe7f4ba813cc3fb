package eu.havenlake.lake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.run.RunRecord.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageRunnerTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private final List<RunRecord> records = new ArrayList<>();
    private final HandClock clock = new HandClock();
    private final StageRunner runner = new StageRunner("run-1", "0.1.0", "digest", clock, records::add);

    /** A clock that moves when it is told to. */
    private static final class HandClock extends Clock {
        private Instant now = START;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void stageIsRecordedBeforeItWorksAndAfter() {
        Outcome outcome = new Outcome(Map.of("bronze.ehr", 3L), Map.of("silver.patient", 4L), Map.of("read", 7L));
        RunRecord finished = runner.run("curate", () -> {
            assertThat(records).extracting(RunRecord::state).containsExactly(State.STARTED);
            clock.pass(Duration.ofMillis(2500));
            return outcome;
        });
        assertThat(records)
                .containsExactly(
                        new RunRecord(
                                "run-1",
                                "curate",
                                State.STARTED,
                                START,
                                "0.1.0",
                                "digest",
                                Outcome.NONE,
                                0,
                                Optional.empty()),
                        new RunRecord(
                                "run-1",
                                "curate",
                                State.FINISHED,
                                START.plusMillis(2500),
                                "0.1.0",
                                "digest",
                                outcome,
                                2.5,
                                Optional.empty()));
        assertThat(finished).isEqualTo(records.getLast());
    }

    @Test
    void failureIsRecordedAndThrownOn() {
        IllegalStateException failure = new IllegalStateException("disk full");
        assertThatThrownBy(() -> runner.run("curate", () -> {
                    clock.pass(Duration.ofSeconds(1));
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(records).extracting(RunRecord::state).containsExactly(State.STARTED, State.FAILED);
        assertThat(records.getLast().seconds()).isEqualTo(1);
        assertThat(records.getLast().error())
                .hasValueSatisfying(text -> assertThat(text).contains("disk full"));
    }

    @Test
    void errorOfTheMachineIsRecordedToo() {
        OutOfMemoryError failure = new OutOfMemoryError("heap");
        assertThatThrownBy(() -> runner.run("curate", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(records).extracting(RunRecord::state).containsExactly(State.STARTED, State.FAILED);
    }

    @Test
    void failureIsNotHiddenByALogThatFailsToo() {
        StageRunner mute = new StageRunner("run-1", "0.1.0", "digest", clock, record -> {
            if (record.state() == State.FAILED) {
                throw new IllegalStateException("no log");
            }
        });
        IllegalStateException failure = new IllegalStateException("disk full");
        assertThatThrownBy(() -> mute.run("curate", () -> {
                    throw failure;
                }))
                .isSameAs(failure)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("no log"));
    }

    @Test
    void summaryTellsCountsInTheirOrder() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("read", 120L);
        counts.put("merged", 118L);
        counts.put("absent", 0L);
        RunRecord record = runner.run("curate", () -> new Outcome(Map.of(), Map.of(), counts));
        assertThat(record.summary()).isEqualTo("read 120, merged 118, absent 0");
    }
}
