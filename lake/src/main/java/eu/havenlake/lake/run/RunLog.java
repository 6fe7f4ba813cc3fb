package eu.havenlake.lake.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;

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

    /** What the last finished run of a stage read, and when: an increment goes on from there. */
    public Optional<Last> last(String stage) {
        List<Row> rows = lake.read(RunRecord.RUN)
                .where(col("stage").equalTo(stage).and(col("state").equalTo(State.FINISHED.name())))
                .groupBy("stage")
                .agg(max_by(col("inputs"), col("at")).as("inputs"), max("at").as("at"))
                .collectAsList();
        return rows.stream()
                .findFirst()
                .map(row -> new Last(row.getJavaMap(1), row.getTimestamp(2).toInstant()));
    }

    /**
     * The last finished run of a stage.
     *
     * @param inputs tables it read, with the version it saw
     * @param at when it finished
     */
    public record Last(Map<String, Long> inputs, Instant at) {}
}
