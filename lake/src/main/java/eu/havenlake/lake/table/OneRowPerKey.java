package eu.havenlake.lake.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Of rows that are to be merged, the newest of each key: Delta refuses two for one. */
final class OneRowPerKey {
    private OneRowPerKey() {}

    static Dataset<Row> of(Table table, Dataset<Row> rows) {
        if (!hasRepeatedKeys(table, rows)) {
            return rows.select(Lake.columns(table.columnNames()));
        }
        if (table.newestBy().isEmpty()) {
            return rows.select(Lake.columns(table.columnNames()))
                    .dropDuplicates(table.key().toArray(String[]::new));
        }
        Column[] version = Lake.columns(table.newestBy().toArray(String[]::new));
        return rows.groupBy(Lake.columns(table.key().toArray(String[]::new)))
                .agg(max_by(struct(Lake.columns(table.columnNames())), struct(version))
                        .as("newest"))
                .select("newest.*");
    }

    /** Mostly there are none, and to see that costs a tenth of sorting all rows. */
    private static boolean hasRepeatedKeys(Table table, Dataset<Row> rows) {
        Column key = xxhash64(Lake.columns(table.key().toArray(String[]::new)));
        return !rows.groupBy(key).count().where(col("count").gt(1)).isEmpty();
    }
}
