package eu.havenlake.ingest.curation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import eu.havenlake.lake.consent.Permits;
import eu.havenlake.lake.table.Table;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many records a curation reads, counted before it reads them.
 *
 * @param read in bronze
 * @param waiting those whose donor has not consented
 * @param deletions those that delete
 * @param permitted all others
 */
record Sizes(long read, long waiting, long deletions, long permitted) {
    private static final String ASKED = "_asked";

    /** One query for both: the records as bronze has them, and as they are after consent was asked. */
    static Sizes of(Curator.Todo todo) {
        Column deletes = col(Deletions.DELETES);
        Column permitted = col(Permits.PERMITTED);
        Dataset<Row> bronze = todo.bronze()
                .select(
                        lit(false).as(ASKED),
                        lit(false).as(Deletions.DELETES),
                        lit(false).as(Permits.PERMITTED));
        Row sizes = todo.rows()
                .select(lit(true).as(ASKED), deletes, permitted)
                .union(bronze)
                .agg(
                        count_if(not(col(ASKED))),
                        count_if(col(ASKED).and(not(deletes)).and(not(permitted))),
                        count_if(deletes),
                        count_if(col(ASKED).and(not(deletes)).and(permitted)))
                .first();
        return new Sizes(sizes.getLong(0), sizes.getLong(1), sizes.getLong(2), sizes.getLong(3));
    }

    /** What became of them, where the permitted ones {@code landed}. */
    Account account(Table silver, Landed landed) {
        Map<State, Long> states = new EnumMap<>(State.class);
        states.putAll(landed.states());
        states.merge(State.DELETED, deletions, Long::sum);
        return new Account(silver, read, waiting, states, landed.lost());
    }
}
