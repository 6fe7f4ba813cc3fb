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
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/**
 * Run records in the lake. Each write there is a commit, so what is told of a stage's end is written together with the
 * begin of the next one; a process that dies in between has its last stage run again, which changes nothing. Stages that run side by side in one
 * process may share a log.
 */
public final class RunLog implements Consumer<RunRecord>, AutoCloseable {
    private static final double MICROS = 1e6;

    private final Lake lake;
    private final List<RunRecord> untold = new ArrayList<>();

    public RunLog(Lake lake) {
        this.lake = lake;
    }

    @Override
    public synchronized void accept(RunRecord record) {
        untold.add(record);
        if (record.state() != State.FINISHED) {
            flush();
        }
    }

    /** Writes what was not written yet. */
    public synchronized void flush() {
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
     * Whether the last run of a stage ended well and nothing was told of some others since it began: what they did
     * meanwhile, it may not have seen. Read without a session.
     *
     * @param others names of stages
     */
    public static boolean endedWellAndLast(String stage, Set<String> others, TableLogs logs) {
        List<Told> told = logs.rows(
                RunRecord.RUN,
                List.of("stage", "state", "at", "seconds"),
                row -> new Told(
                        row.getString(0), row.getString(1), row.getLong(2), (long) (row.getDouble(3) * MICROS)));
        return told.stream()
                .filter(any -> any.stage().equals(stage))
                .max(Comparator.comparing(Told::at))
                .filter(last -> last.state().equals(State.FINISHED.name()))
                .filter(last -> told.stream()
                        .noneMatch(any -> others.contains(any.stage()) && any.at() >= last.at() - last.took()))
                .isPresent();
    }

    /** That a stage came to a state; times in microseconds. */
    private record Told(String stage, String state, long at, long took) {}

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
