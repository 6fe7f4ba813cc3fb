package eu.havenlake.lake.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import eu.havenlake.lake.run.RunRecord.State;
import eu.havenlake.lake.table.Lake;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/** Run records in the lake. */
public final class RunLog implements Consumer<RunRecord> {
    private final Lake lake;

    public RunLog(Lake lake) {
        this.lake = lake;
    }

    @Override
    public void accept(RunRecord record) {
        lake.append(
                RunRecord.RUN, lake.rows(RunRecord.RUN, List.of(record.row())).coalesce(1));
    }

    /** What the last finished run of a stage read, and when it began: an increment goes on from there. */
    public Optional<Last> last(String stage) {
        List<Row> rows = lake.read(RunRecord.RUN)
                .where(col("stage").equalTo(stage).and(col("state").equalTo(State.FINISHED.name())))
                .groupBy("stage")
                .agg(max_by(struct("inputs", "at", "seconds"), col("at")).as("last"))
                .select("last.*")
                .collectAsList();
        return rows.stream()
                .findFirst()
                .map(row -> new Last(
                        row.getJavaMap(0),
                        row.getTimestamp(1).toInstant().minusNanos((long) Math.ceil(row.getDouble(2) * 1e9))));
    }

    /**
     * The last finished run of a stage.
     *
     * @param inputs tables it read, with the version it saw
     * @param began when it began, so that nothing that happened while it ran is missed
     */
    public record Last(Map<String, Long> inputs, Instant began) {}
}
