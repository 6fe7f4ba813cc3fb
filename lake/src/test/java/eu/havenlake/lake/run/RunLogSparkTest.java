package eu.havenlake.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.run.RunRecord.State;
import eu.havenlake.lake.table.Lake;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RunLogSparkTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private static RunRecord record(String stage, State state, Instant at, long version, double seconds) {
        return new RunRecord(
                "run-1",
                stage,
                state,
                at,
                "0.1.0",
                "digest",
                new Outcome(Map.of("bronze.ehr", version), Map.of(), Map.of("read", 3L)),
                seconds,
                state == State.FAILED ? Optional.of("disk full") : Optional.empty());
    }

    @Test
    void stageThatNeverFinishedHasNoLastRun(Lake lake) {
        RunLog log = new RunLog(lake);
        assertThat(log.lasts()).doesNotContainKey("never");
        log.accept(record("never", State.STARTED, START, 1, 0));
        log.accept(record("never", State.FAILED, START.plusSeconds(1), 1, 1));
        assertThat(log.lasts()).doesNotContainKey("never");
    }

    @Test
    void lastRunIsTheNewestThatFinished(Lake lake) {
        RunLog log = new RunLog(lake);
        log.accept(record("curate", State.FINISHED, START.plusSeconds(60), 5, 10));
        log.accept(record("curate", State.FINISHED, START.plusSeconds(30), 4, 10));
        log.accept(record("curate", State.FAILED, START.plusSeconds(90), 6, 10));
        log.accept(record("other", State.FINISHED, START.plusSeconds(95), 7, 10));
        assertThat(log.lasts())
                .containsEntry("curate", new RunLog.Last(Map.of("bronze.ehr", 5L), START.plusSeconds(50)));
    }

    @Test
    void endOfAStageIsWrittenWithTheBeginOfTheNext(Lake lake) {
        RunLog log = new RunLog(lake);
        lake.create(RunRecord.RUN);
        long before = lake.version(RunRecord.RUN);
        log.accept(record("first", State.STARTED, START, 1, 0));
        log.accept(record("first", State.FINISHED, START.plusSeconds(1), 1, 1));
        log.accept(record("second", State.STARTED, START.plusSeconds(1), 1, 0));
        assertThat(lake.version(RunRecord.RUN)).isEqualTo(before + 2);
        assertThat(lake.read(RunRecord.RUN).where("stage = 'first'").count()).isEqualTo(2);
    }

    @Test
    void closedLogKeepsNothingBack(Lake lake) {
        try (RunLog log = new RunLog(lake)) {
            log.accept(record("final", State.FINISHED, START, 1, 1));
        }
        assertThat(lake.read(RunRecord.RUN).where("stage = 'final'").count()).isEqualTo(1);
    }

    @Test
    void stagesSideBySideLoseNoRecordOfEachOther(Lake lake) {
        int each = 50_000;
        try (RunLog log = new RunLog(lake)) {
            Runnable ends = () -> IntStream.range(0, each).forEach(i -> log.accept(sideBySide(State.FINISHED)));
            Runnable begins = () -> IntStream.range(0, 4).forEach(i -> log.accept(sideBySide(State.STARTED)));
            Stream.of(ends, ends, begins)
                    .map(stage -> CompletableFuture.runAsync(stage, Thread.ofPlatform()::start))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        assertThat(lake.read(RunRecord.RUN).where("stage = 'beside'").count()).isEqualTo(2 * each + 4);
    }

    private static RunRecord sideBySide(State state) {
        return record("beside", state, START, 1, 1);
    }

    @Test
    void runBeganNoLaterThanItDid(Lake lake) {
        Instant began = START.plusNanos(900_000);
        List<Instant> times = List.of(began, began, began.plusNanos(1_000_900_000));
        Iterator<Instant> time = times.iterator();
        Clock clock = new Clock() {
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
                return time.next();
            }
        };
        RunLog log = new RunLog(lake);
        new StageRunner("run-1", "0.1.0", "digest", clock, log).run("split", () -> Outcome.NONE);
        assertThat(log.lasts().get("split").began()).isBeforeOrEqualTo(began).isAfter(began.minusMillis(2));
    }
}
