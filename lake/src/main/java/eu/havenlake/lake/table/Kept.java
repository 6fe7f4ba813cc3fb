package eu.havenlake.lake.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows that several passes need and that are computed only once: in memory, on the executors' disks where that is full,
 * and again should an executor be lost. They are kept as they are, not column by column as {@code Dataset.persist} does:
 * to turn a wide row into columns and back costs more than to parse the record that it came from.
 */
public final class Kept implements AutoCloseable {
    private final JavaRDD<InternalRow> held;
    private final Dataset<Row> rows;

    /** Keeps rows from the first pass over them on. */
    public Kept(Dataset<Row> computed) {
        held = SparkRows.of(computed).map(InternalRow::copy).persist(StorageLevel.MEMORY_AND_DISK());
        rows = SparkRows.dataset(computed.sparkSession(), held, computed.schema());
    }

    /** The rows. */
    public Dataset<Row> rows() {
        return rows;
    }

    @Override
    public void close() {
        held.unpersist(false);
    }
}
