package eu.havenlake.lake.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.havenlake.lake.HavenException;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * How tables are, by what Delta's log says of their files, and the rows of small ones. Delta's kernel reads them in this
 * thread: through Spark, to tell thirty small tables took half a minute, and to read four rows two seconds.
 *
 * @param engine reads the logs
 */
record Inventory(Engine engine) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Inventory of(Configuration hadoop) {
        return new Inventory(DefaultEngine.create(hadoop));
    }

    /**
     * A file of a table.
     *
     * @param statistics what its writer says of it (Delta protocol, "Per-file Statistics")
     * @param bytes its size
     * @param deleted rows of it that are no longer in the table
     */
    record DataFile(JsonNode statistics, long bytes, long deleted) {
        private OptionalLong rows() {
            JsonNode records = statistics.path("numRecords");
            return records.isNumber() ? OptionalLong.of(records.asLong() - deleted) : OptionalLong.empty();
        }

        private static DataFile of(Row file) {
            Row add = file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
            int at = InternalScanFileUtils.ADD_FILE_STATS_ORDINAL;
            DeletionVectorDescriptor gone = InternalScanFileUtils.getDeletionVectorDescriptorFromRow(file);
            return new DataFile(
                    Inventory.statistics(
                            Optional.of(add).filter(row -> !row.isNullAt(at)).map(row -> row.getString(at))),
                    InternalScanFileUtils.getAddFileStatus(file).getSize(),
                    gone == null ? 0 : gone.getCardinality());
        }
    }

    /**
     * The table of this name that lies there.
     *
     * @param spark counts the rows where the log does not tell
     */
    TableStatus status(String name, String location, SparkSession spark) {
        Snapshot newest = newest(location);
        List<DataFile> files = files(name, newest);
        boolean told = files.stream().allMatch(file -> file.rows().isPresent());
        return new TableStatus(
                name,
                told
                        ? files.stream()
                                .mapToLong(file -> file.rows().getAsLong())
                                .sum()
                        : spark.read().format("delta").load(location).count(),
                files.stream().mapToLong(DataFile::bytes).sum(),
                files.size(),
                newest.getVersion(),
                Instant.ofEpochMilli(newest.getTimestamp(engine)));
    }

    /** The files of the table of this name that lies there. */
    List<DataFile> files(String name, String location) {
        return files(name, newest(location));
    }

    /** How far applications brought the table that lies there (Delta protocol, "Transaction Identifiers"). */
    Map<String, Long> reached(String location, Collection<String> applications) {
        Snapshot newest = newest(location);
        Map<String, Long> reached = new HashMap<>();
        applications.forEach(application -> newest.getLatestTransactionVersion(engine, application)
                .ifPresent(number -> reached.put(application, number)));
        return reached;
    }

    /** What {@code read} makes of each row of the table of this name that lies there, in the order of these columns. */
    <T> List<T> rows(String name, String location, List<String> columns, Function<Row, T> read) {
        List<T> found = new ArrayList<>();
        Snapshot newest = newest(location);
        StructType wanted =
                new StructType(columns.stream().map(newest.getSchema()::get).toList());
        Scan scan = newest.getScanBuilder().withReadSchema(wanted).build();
        Row state = scan.getScanState(engine);
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        found.addAll(rows(state, files.next(), read));
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private <T> List<T> rows(Row state, Row file, Function<Row, T> read) throws IOException {
        List<T> found = new ArrayList<>();
        try (var parts = engine.getParquetHandler()
                        .readParquetFiles(
                                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                                ScanStateRow.getPhysicalDataReadSchema(state),
                                Optional.empty());
                var batches = Scan.transformPhysicalData(engine, state, file, parts.map(FileReadResult::getData))) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> found.add(read.apply(row)));
                }
            }
        }
        return found;
    }

    /** The newest version of the table that lies there. */
    long version(String location) {
        return newest(location).getVersion();
    }

    private Snapshot newest(String location) {
        return io.delta.kernel.Table.forPath(engine, location).getLatestSnapshot(engine);
    }

    private List<DataFile> files(String name, Snapshot snapshot) {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(engine, true)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> files.add(DataFile.of(row)));
                }
            }
            return files;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static HavenException unreadable(String table, IOException e) {
        return new HavenException(
                "Cannot read %s: %s. Check that its files can be read.".formatted(table, e.getMessage()), e);
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
