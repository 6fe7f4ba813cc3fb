package eu.havenlake.lake.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Datasets by the rows that Spark itself works with: texts and bytes stay where they lie in memory, and times are
 * microseconds. It is for the few places that every byte of the lake passes; everything else speaks in columns.
 */
public final class SparkRows {
    private SparkRows() {}

    /** A dataset of rows that are good until the next one is asked for. */
    public static Dataset<Row> dataset(SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
        return ((org.apache.spark.sql.classic.SparkSession) spark).internalCreateDataFrame(rows.rdd(), schema, false);
    }

    /**
     * The same rows, for which Spark compiles the steps up to here and those that follow each by themselves. It gives up
     * compiling steps together where their code becomes too long, and then passes every row from step to step.
     */
    public static Dataset<Row> apart(Dataset<Row> rows) {
        return dataset(rows.sparkSession(), of(rows), rows.schema());
    }

    /** The rows of a dataset, each good until the next one is asked for. */
    public static JavaRDD<InternalRow> of(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }
}
