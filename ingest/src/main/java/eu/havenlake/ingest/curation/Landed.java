package eu.havenlake.ingest.curation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where the rows of a batch are after the merge, told by record.
 *
 * @param states how many records came to each state
 * @param lost rows that passed and are nowhere
 */
record Landed(Map<State, Long> states, long lost) {
    /** Of a batch without rows. */
    static final Landed NOTHING = new Landed(Map.of(), 0);

    private static final String STATE = "_state";
    private static final String OLD = "old.";

    /** All rows that passed were written: the merge counted as many. */
    static Landed all(Dataset<Row> judged, Column state) {
        return told(judged.select(place(state)));
    }

    /** Some that passed were not written: the table is asked which, and whether it has newer ones. */
    static Landed some(Lake lake, Table silver, Dataset<Row> judged, Column state) {
        String[] version = (silver.newestBy().isEmpty() ? silver.key() : silver.newestBy()).toArray(String[]::new);
        Column[] needed = Stream.of(
                        silver.key().stream(),
                        silver.newestBy().stream(),
                        Stream.of(Provenance.PARTITION, Provenance.OFFSET))
                .flatMap(names -> names)
                .distinct()
                .map(name -> col(name))
                .toArray(Column[]::new);
        Dataset<Row> rows =
                judged.select(Stream.concat(Stream.of(needed), Stream.of(col(CandidateRows.ROWS), state.as(STATE)))
                        .toArray(Column[]::new));
        Column same = silver.key().stream()
                .map(key -> col("new." + key).eqNullSafe(col(OLD + key)))
                .reduce(Column::and)
                .orElseThrow();
        Column own = col("new.partition")
                .equalTo(col(OLD + Provenance.PARTITION))
                .and(col("new.offset").equalTo(col(OLD + Provenance.OFFSET)));
        Column newer = struct(of(OLD, version)).geq(struct(of("new.", version)));
        Column merged = code(State.MERGED);
        Column found = when(col("new." + STATE).notEqual(merged), col("new." + STATE))
                .when(own, merged)
                .when(newer, code(State.SUPERSEDED));
        return told(rows.as("new")
                .join(lake.read(silver).select(needed).as("old"), same, "left_outer")
                .select(col("new.partition"), col("new.offset"), col("new." + CandidateRows.ROWS), found.as(STATE)));
    }

    private static Column[] of(String side, String... names) {
        return Stream.of(names).map(name -> col(side + name)).toArray(Column[]::new);
    }

    private static Column[] place(Column state) {
        return new Column[] {col(Provenance.PARTITION), col(Provenance.OFFSET), col(CandidateRows.ROWS), state.as(STATE)
        };
    }

    /** Most records are one row: only the others have to be brought together. */
    private static Landed told(Dataset<Row> rows) {
        Column unknown = count_if(col(STATE).isNull()).as("lost");
        Dataset<Row> single = rows.where(col(CandidateRows.ROWS).leq(1))
                .groupBy(STATE)
                .agg(count(lit(1)).as("records"), unknown);
        Dataset<Row> several = rows.where(col(CandidateRows.ROWS).gt(1))
                .groupBy(Provenance.PARTITION, Provenance.OFFSET)
                .agg(max(STATE).as(STATE), unknown)
                .groupBy(STATE)
                .agg(count(lit(1)).as("records"), sum("lost").as("lost"));
        Map<State, Long> states = new EnumMap<>(State.class);
        long lost = 0;
        for (Row row : single.unionByName(several)
                .select(coalesce(col(STATE), lit(-1)), col("records"), col("lost"))
                .collectAsList()) {
            lost += row.getLong(2);
            if (row.getInt(0) >= 0) {
                states.merge(State.values()[row.getInt(0)], row.getLong(1), Long::sum);
            }
        }
        return new Landed(states, lost);
    }

    /** Of a judged row, before it is known what the merge does: a row that passes counts as merged. */
    static Column state(Column nothing, Column held, Column passing) {
        return when(nothing, code(State.NOTHING))
                .when(held, code(State.QUARANTINED))
                .when(passing, code(State.MERGED))
                .when(col(Deletions.VOID), code(State.DELETED))
                .otherwise(code(State.DROPPED));
    }

    private static Column code(State state) {
        return lit(state.ordinal());
    }
}
