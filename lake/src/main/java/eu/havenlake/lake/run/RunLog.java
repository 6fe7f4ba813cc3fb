package eu.havenlake.lake.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import eu.havenlake.lake.run.RunRecord.State;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.TableLogs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.Row;

/**
 * Run records in the lake. Each write there is a commit, so what is told of a stage's end is written together with the
 * begin of the next one; a process that dies in between has its last stage run again, which changes nothing.
 */
public final class RunLog implements Consumer<RunRecord>, AutoCloseable {
    private final Lake lake;
    private final List<RunRecord> untold = new ArrayList<>();

    public RunLog(Lake lake) {
        this.lake = lake;
    }

    @Override
    public void accept(RunRecord record) {
        untold.add(record);
        if (record.state() != State.FINISHED) {
            flush();
        }
    }

    /** Writes what was not written yet. */
    public void flush() {
        if (!untold.isEmpty()) {
            List<Row> rows = untold.stream().map(RunRecord::row).toList();
            untold.clear();
            lake.append(RunRecord.RUN, lake.rows(RunRecord.RUN, rows).coalesce(1));
        }
    }

    @Override
    public void close() {
        flush();
    }

    /**
     * What was told last of some stages, read without a session; empty where nothing was.
     *
     * @param stages names of stages
     */
    public static Optional<Told> lastOf(Set<String> stages, TableLogs logs) {
        return logs.rows(RunRecord.RUN, RunLog::told).stream()
                .filter(told -> stages.contains(told.stage()))
                .max(Comparator.comparing(Told::micros));
    }

    private static Told told(io.delta.kernel.data.Row row) {
        ToIntFunction<String> at = row.getSchema()::indexOf;
        return new Told(
                row.getString(at.applyAsInt("stage")),
                State.valueOf(row.getString(at.applyAsInt("state"))),
                row.getLong(at.applyAsInt("at")));
    }

    /**
     * That a stage came to a state.
     *
     * @param micros when, in microseconds since 1970
     */
    public record Told(String stage, State state, long micros) {}

    /** What the last finished run of each stage read, and when it began: an increment goes on from there. */
    public Map<String, Last> lasts() {
        flush();
        Map<String, Last> lasts = new HashMap<>();
        lake.read(RunRecord.RUN)
                .where(col("state").equalTo(State.FINISHED.name()))
                .groupBy("stage")
                .agg(max_by(struct("inputs", "at", "seconds"), col("at")).as("last"))
                .select("stage", "last.*")
                .collectAsList()
                .forEach(row -> lasts.put(row.getString(0), last(row)));
        return lasts;
    }

    private static Last last(Row row) {
        Instant ended = row.getTimestamp(2).toInstant();
        return new Last(row.getJavaMap(1), ended.minusNanos((long) Math.ceil(row.getDouble(3) * 1e9)));
    }

    /**
     * The last finished run of a stage.
     *
     * @param inputs tables it read, with the version it saw
     * @param began when it began, so that nothing that happened while it ran is missed
     */
    public record Last(Map<String, Long> inputs, Instant began) {
        /** Of a stage that never finished: it read nothing, ever. */
        public static final Last NEVER = new Last(Map.of(), Instant.EPOCH);
    }
}
