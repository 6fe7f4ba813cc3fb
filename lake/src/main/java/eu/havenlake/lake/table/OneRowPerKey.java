package eu.havenlake.lake.table;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Of rows that are to be merged, the newest of each key: Delta refuses two for one. Where they are few, they are sent to
 * the table's rows; else Spark, which cannot know that, would shuffle all rows of the table.
 */
final class OneRowPerKey {
    /** Of no table are so many keys too much for the memory of each executor. */
    private static final long FEW = 50_000;

    private OneRowPerKey() {}

    static Dataset<Row> of(Table table, Dataset<Row> rows) {
        Row keys = keys(table, rows);
        Dataset<Row> newest =
                keys.getLong(0) > 1 ? newest(table, rows) : rows.select(Lake.columns(table.columnNames()));
        return keys.getLong(1) > FEW ? newest : broadcast(newest);
    }

    private static Dataset<Row> newest(Table table, Dataset<Row> rows) {
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

    /** Of how many rows the most common key is, mostly of one, and how many they are; it costs a tenth of sorting them. */
    private static Row keys(Table table, Dataset<Row> rows) {
        Column key = xxhash64(Lake.columns(table.key().toArray(String[]::new)));
        return rows.groupBy(key)
                .count()
                .agg(coalesce(max("count"), lit(0L)), coalesce(sum("count"), lit(0L)))
                .first();
    }
}
