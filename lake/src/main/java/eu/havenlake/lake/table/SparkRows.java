package eu.havenlake.lake.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.types.StructType;

/**
 * Datasets by the rows that Spark itself works with: texts and bytes stay where they lie in memory, and times are
 * microseconds. It is for the few places that every byte of the lake passes; everything else speaks in columns.
 */
public final class SparkRows {
    private SparkRows() {}

    /**
     * A row for each row.
     *
     * @param schema of what {@code each} gives
     * @param each is handed a row that is good until the next one, and may give one that is good as long
     */
    public static Dataset<Row> map(Dataset<Row> rows, StructType schema, Function<InternalRow, InternalRow> each) {
        return dataset(rows.sparkSession(), of(rows).map(each), schema);
    }

    /** A batch of a stream comes as rows of Spark's own kind already, yet Spark would copy each of them once more. */
    static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        var query = ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
        return (query.sparkPlan() instanceof RDDScanExec batch ? batch.rdd() : query.toRdd()).toJavaRDD();
    }

    static Dataset<Row> dataset(SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
        return ((org.apache.spark.sql.classic.SparkSession) spark).internalCreateDataFrame(rows.rdd(), schema, false);
    }
}
