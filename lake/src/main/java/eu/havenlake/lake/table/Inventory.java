package eu.havenlake.lake.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.havenlake.lake.HavenException;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * How tables are, by what Delta's log says of their files. Delta's kernel reads the log in this thread: through Spark,
 * thirty small tables took half a minute.
 *
 * @param spark counts the rows where the log does not tell
 * @param engine reads the logs
 */
record Inventory(SparkSession spark, Engine engine) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Inventory of(SparkSession spark) {
        return new Inventory(spark, DefaultEngine.create(spark.sparkContext().hadoopConfiguration()));
    }

    /** Sums over the files; the rows are missing where a file does not tell. */
    private record Files(OptionalLong rows, long bytes, long files) {
        static final Files NONE = new Files(OptionalLong.of(0), 0, 0);

        Files plus(OptionalLong more, long size) {
            OptionalLong sum = rows.isPresent() && more.isPresent()
                    ? OptionalLong.of(rows.getAsLong() + more.getAsLong())
                    : OptionalLong.empty();
            return new Files(sum, bytes + size, files + 1);
        }
    }

    /** The table of this name that lies there. */
    TableStatus status(String name, String location) {
        Snapshot newest = io.delta.kernel.Table.forPath(engine, location).getLatestSnapshot(engine);
        Files files = files(name, newest);
        return new TableStatus(
                name,
                files.rows()
                        .orElseGet(() ->
                                spark.read().format("delta").load(location).count()),
                files.bytes(),
                files.files(),
                newest.getVersion(),
                Instant.ofEpochMilli(newest.getTimestamp(engine)));
    }

    private Files files(String name, Snapshot snapshot) {
        Files sum = Files.NONE;
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(engine, true)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        Row file = rows.next();
                        sum = sum.plus(
                                rows(file),
                                InternalScanFileUtils.getAddFileStatus(file).getSize());
                    }
                }
            }
            return sum;
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot read the log of %s: %s. Check that its files can be read.".formatted(name, e.getMessage()),
                    e);
        }
    }

    private static OptionalLong rows(Row file) {
        Row add = file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
        int at = InternalScanFileUtils.ADD_FILE_STATS_ORDINAL;
        JsonNode records = statistics(
                        Optional.of(add).filter(row -> !row.isNullAt(at)).map(row -> row.getString(at)))
                .path("numRecords");
        DeletionVectorDescriptor deleted = InternalScanFileUtils.getDeletionVectorDescriptorFromRow(file);
        return records.isNumber()
                ? OptionalLong.of(records.asLong() - (deleted == null ? 0 : deleted.getCardinality()))
                : OptionalLong.empty();
    }

    /** A file's statistics, which a foreign writer may leave out (Delta protocol, "Per-file Statistics"). */
    static JsonNode statistics(Optional<String> json) {
        try {
            return JSON.readTree(json.orElse("{}"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
