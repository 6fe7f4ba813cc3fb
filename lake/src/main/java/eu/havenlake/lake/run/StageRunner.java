package eu.havenlake.lake.run;

import eu.havenlake.lake.run.RunRecord.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs stages one after another and records of each that it started and how it ended. It knows neither Spark nor the
 * lake: where records go, and what time it is, is given to it.
 *
 * @param run id of the command's run
 * @param code version of HavenLake
 * @param configuration digest of the configuration in force
 * @param clock what time it is
 * @param records where records go
 */
public record StageRunner(String run, String code, String configuration, Clock clock, Consumer<RunRecord> records) {

    /** What a stage does. */
    @FunctionalInterface
    public interface Work {
        /** Reads, transforms and writes, and says what it did. */
        Outcome run();
    }

    /** Runs a stage; what it throws is recorded and thrown on. */
    public RunRecord run(String stage, Work work) {
        Instant start = clock.instant();
        records.accept(record(stage, State.STARTED, start, Outcome.NONE, Optional.empty()));
        try {
            RunRecord finished = record(stage, State.FINISHED, start, work.run(), Optional.empty());
            records.accept(finished);
            return finished;
        } catch (RuntimeException | Error failure) {
            keepFailure(record(stage, State.FAILED, start, Outcome.NONE, Optional.of(failure.toString())), failure);
            throw failure;
        }
    }

    /** A log that fails too, as on a full disk, must not hide why the stage failed. */
    private void keepFailure(RunRecord record, Throwable failure) {
        try {
            records.accept(record);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private RunRecord record(String stage, State state, Instant start, Outcome outcome, Optional<String> error) {
        Instant now = clock.instant();
        double seconds = Duration.between(start, now).toNanos() / 1e9;
        return new RunRecord(run, stage, state, now, code, configuration, outcome, seconds, error);
    }
}
