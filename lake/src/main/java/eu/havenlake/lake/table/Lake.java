package eu.havenlake.lake.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.databind.JsonNode;
import eu.havenlake.lake.HavenException;
import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.tables.DeltaTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The one edge between datasets and Delta tables: every read and write of the lake is a method of this class. It shows
 * everything that is in the lake, so only curation and the operator's commands hold one; studies read through
 * {@code StudyLake}.
 */
public final class Lake {
    private final SparkSession spark;
    private final Catalogue catalogue;
    private final Set<Table> broughtUp = ConcurrentHashMap.newKeySet();

    /**
     * @param spark session with Delta's extensions
     * @param root URI of the folder that holds {@code <database>/<table>}
     */
    public Lake(SparkSession spark, String root) {
        this.spark = spark;
        this.catalogue = new Catalogue(spark, root);
    }

    /** Whether the table was made already. */
    public boolean exists(Table table) {
        return catalogue.has(table);
    }

    /** All rows of the table as they are now; none where the table was not made yet. */
    public Dataset<Row> read(Table table) {
        return exists(table)
                ? Made.filledUp(table, spark.table(table.qualifiedName()))
                : spark.createDataFrame(List.<Row>of(), table.schema());
    }

    /** All rows of the table as they were at a version; what is read fails if {@link #vacuum} has deleted it. */
    public Dataset<Row> read(Table table, long version) {
        return Made.filledUp(
                table,
                spark.read().format("delta").option("versionAsOf", version).load(location(table)));
    }

    /**
     * Two columns of a table of few rows, the second by the first: read at once in this thread, where a query would take
     * longer to plan than to run. Empty where the table was not made yet.
     *
     * @param key column of whole numbers
     * @param value column of texts
     */
    public Map<Long, String> readMap(Table table, String key, String value) {
        Map<Long, String> map = new HashMap<>();
        if (exists(table)) {
            inventory()
                    .rows(
                            table.qualifiedName(),
                            location(table),
                            List.of(key, value),
                            row -> Map.entry(row.getLong(0), row.getString(1)))
                    .forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        }
        return map;
    }

    /** All rows of a table that {@link #tables} found. */
    public Dataset<Row> read(TableStatus table) {
        return spark.read().format("delta").load(catalogue.location(table.name()));
    }

    /** The rows that commits after version {@code after} up to version {@code last} inserted, or as they changed them. */
    public Dataset<Row> readInserted(Table table, long after, long last) {
        if (after >= last || after < 0) {
            return after >= last ? read(table).limit(0) : read(table, last);
        }
        Dataset<Row> changes = spark.read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", after + 1)
                .option("endingVersion", last)
                .load(location(table))
                .where(col("_change_type").isin("insert", "update_postimage"))
                .drop("_change_type", "_commit_version", "_commit_timestamp");
        return Made.filledUp(table, changes);
    }

    /**
     * Whether {@link #readInserted} can still tell what came after a version. {@link #vacuum} may have deleted files of
     * commits that are older than what it keeps, and Delta the commits themselves.
     *
     * @param kept since when every file is still there
     */
    public boolean tellsAfter(Table table, long after, Instant kept) {
        if (after < 0 || after >= version(table)) {
            return true;
        }
        Iterator<Tuple2<Object, Seq<Action>>> commits = commits(table, after).iterator();
        Tuple2<Object, Seq<Action>> next = commits.next();
        return (Long) next._1() == after + 1
                && CollectionConverters.asJava(next._2()).stream()
                        .filter(CommitInfo.class::isInstance)
                        .noneMatch(info ->
                                ((CommitInfo) info).timestamp().toInstant().isBefore(kept));
    }

    private Iterable<Tuple2<Object, Seq<Action>>> commits(Table table, long after) {
        return () -> CollectionConverters.asJava(log(table).getChanges(after + 1, scala.Option.empty(), false));
    }

    /** The commits after version {@code after} that {@link #append(Table, Dataset, Map, Function)} made, oldest first. */
    public List<Appended> appended(Table table, long after) {
        List<Appended> appended = new ArrayList<>();
        if (after < version(table)) {
            for (Tuple2<Object, Seq<Action>> commit : commits(table, after)) {
                Appended.of((Long) commit._1(), CollectionConverters.asJava(commit._2()))
                        .ifPresent(appended::add);
            }
        }
        return appended;
    }

    /** The statistics of each file that the table has now; none where the table was not made yet. */
    public List<JsonNode> files(Table table) {
        return exists(table)
                ? inventory().files(table.qualifiedName(), location(table)).stream()
                        .map(Inventory.DataFile::statistics)
                        .toList()
                : List.of();
    }

    private DeltaLog log(Table table) {
        return DeltaLog.forTable(classic(), location(table));
    }

    /** How many files of the table are smaller than so many bytes. */
    public long filesSmallerThan(Table table, long bytes) {
        return exists(table)
                ? inventory().files(table.qualifiedName(), location(table)).stream()
                        .filter(file -> file.bytes() < bytes)
                        .count()
                : 0;
    }

    /**
     * Puts small files together into files of about {@code bytes}, and lays rows out by the columns that the table is
     * clustered by.
     *
     * @param table its name, as {@link #tables} tells it
     */
    public void compact(String table, long bytes) {
        catalogue.nameAll();
        spark.conf().set("spark.databricks.delta.optimize.maxFileSize", bytes);
        Conflicts.again(() -> spark.sql("OPTIMIZE " + table));
    }

    /** Deletes files that a table has not had any more for so many hours. */
    public void vacuum(String table, long hours) {
        catalogue.keepDeleted(table, hours);
        spark.sql("VACUUM " + table);
    }

    /** The newest version of the table; -1 where it was not made yet. */
    public long version(Table table) {
        return exists(table) ? newest(table).version() : -1;
    }

    /** Adds rows. */
    public void append(Table table, Dataset<Row> rows) {
        writer(table, rows, "append").save(location(table));
    }

    /**
     * Adds rows, and says in the same commit how far that brought each of some applications. Whoever finds one of them
     * elsewhere than it expects adds nothing, and of two that meet, one: what is told by numbers that only grow is thus
     * added once, whoever tries how often.
     *
     * @param moves of each application
     * @param seal is shown the statistics of the new files before they are committed (Delta protocol, "Per-file
     *     Statistics"); what it gives stands in the commit, what it throws prevents it
     * @throws HavenException if an application is elsewhere
     */
    public void append(Table table, Dataset<Row> rows, Map<String, Move> moves, Function<List<JsonNode>, String> seal) {
        create(table);
        try {
            log(table).withNewTransaction(scala.Option.empty(), scala.Option.empty(), transaction -> {
                moves.forEach(
                        (application, move) -> move.check(table, application, transaction.txnVersion(application)));
                return new Appending(transaction, rows.select(columns(table.columnNames()))).commit(moves, seal);
            });
        } catch (ConcurrentTransactionException e) {
            throw Move.overtaken(table, e);
        }
    }

    /**
     * How far each of these applications brought the table, by the numbers of
     * {@link #append(Table, Dataset, Map, Function)}; those that it has not met are missing.
     */
    public Map<String, Long> reached(Table table, Collection<String> applications) {
        return exists(table) ? inventory().reached(location(table), applications) : Map.of();
    }

    /** Puts rows in the place of all that the table has. */
    public void replace(Table table, Dataset<Row> rows) {
        writer(table, rows, "overwrite").save(location(table));
    }

    /**
     * Adds rows with new keys, and replaces those of which {@code rows} has a newer version. It passes over {@code rows}
     * more than once.
     */
    public Merged upsert(Table table, Dataset<Row> rows) {
        create(table);
        Dataset<Row> newest = OneRowPerKey.of(table, rows);
        return Conflicts.again(() -> version(table) == 0 ? fill(table, newest) : merge(table, newest));
    }

    /** There is nothing to merge with: an append does the same in half the time. */
    private Merged fill(Table empty, Dataset<Row> rows) {
        append(empty, rows);
        return new Merged(status(empty.qualifiedName()).rows(), 0);
    }

    private Inventory inventory() {
        return Inventory.of(spark.sparkContext().hadoopConfiguration());
    }

    private Merged merge(Table table, Dataset<Row> newest) {
        // A column that only another version of HavenLake declares is not in the new rows, and stays as it is.
        Map<String, String> declared = Arrays.stream(table.columnNames())
                .collect(Collectors.toMap(Sql::identifier, name -> "new." + Sql.identifier(name)));
        var merge =
                DeltaTable.forName(classic(), table.qualifiedName()).as("old").merge(newest.as("new"), sameKey(table));
        Row result = (table.newestBy().isEmpty()
                        ? merge.whenMatched().updateExpr(declared)
                        : merge.whenMatched(version(table, "new").gt(version(table, "old")))
                                .updateExpr(declared))
                .whenNotMatched()
                .insertExpr(declared)
                .execute()
                .first();
        return new Merged(
                result.getLong(result.fieldIndex("num_inserted_rows")),
                result.getLong(result.fieldIndex("num_updated_rows")));
    }

    /**
     * Changes a column of some rows; not where the table has a commit of the same errand.
     *
     * @param value SQL expression of the new value
     * @param which SQL condition of the rows
     */
    public void update(String errand, Table table, String column, String value, String which) {
        if (exists(table)) {
            create(table);
            SparkSession own = spark.newSession();
            own.conf().set("spark.databricks.delta.write.txnAppId", errand);
            own.conf().set("spark.databricks.delta.write.txnVersion", 0);
            own.sql("UPDATE %s SET %s = %s WHERE %s".formatted(table, Sql.identifier(column), value, which));
        }
    }

    /** Takes out the rows with the keys of {@code doomed}, and says how many they were. */
    public long delete(Table table, Dataset<Row> doomed) {
        if (!exists(table)) {
            return 0;
        }
        create(table);
        Dataset<Row> keys =
                doomed.select(columns(table.key().toArray(String[]::new))).distinct();
        Row result = Conflicts.again(() -> DeltaTable.forName(classic(), table.qualifiedName())
                .as("old")
                .merge(keys.as("new"), sameKey(table))
                .whenMatched()
                .delete()
                .execute()
                .first());
        return result.getLong(result.fieldIndex("num_deleted_rows"));
    }

    /** Makes the table where it is missing, and adds columns that were declared since it was made. */
    public void create(Table table) {
        if (!exists(table)) {
            catalogue.make(table);
        } else if (!broughtUp.contains(table)) {
            Conflicts.again(() -> bringUp(table));
        }
        broughtUp.add(table);
    }

    private int bringUp(Table table) {
        Snapshot there = log(table).unsafeVolatileSnapshot();
        Made.refuseLater(table, there);
        var missing = Made.missing(table, there.schema());
        if (!missing.isEmpty()) {
            try {
                spark.sql(TableDdl.add(table, missing));
            } catch (Exception e) {
                // Of two commands that add them at the same time, the later one finds them there.
                if (!Made.missing(table, newest(table).schema()).isEmpty()) {
                    throw e;
                }
            }
        }
        return missing.size();
    }

    /** In what the table is otherwise than declared; in nothing where it was not made yet. */
    public List<Deviation> deviations(Table table) {
        return exists(table) ? Made.of(table, newest(table)).deviations() : List.of();
    }

    private Snapshot newest(Table table) {
        return log(table).update(false, scala.Option.empty(), scala.Option.empty());
    }

    /** The result of an operator's query. */
    public Dataset<Row> sql(String query) {
        catalogue.nameAll();
        return spark.sql(query);
    }

    /** Every table of the lake, by name. */
    public List<TableStatus> tables() {
        return catalogue.all().stream().map(this::status).toList();
    }

    private TableStatus status(String name) {
        return inventory().status(name, catalogue.location(name), spark);
    }

    /** Rows made here rather than read, with the schema of a table. */
    public Dataset<Row> rows(Table table, List<Row> rows) {
        return spark.createDataFrame(rows, table.schema());
    }

    /** The session, for what is neither table nor query. */
    public SparkSession session() {
        return spark;
    }

    /** Where the table lies. */
    public String location(Table table) {
        return catalogue.location(table.qualifiedName());
    }

    private DataFrameWriter<Row> writer(Table table, Dataset<Row> rows, String mode) {
        create(table);
        return rows.select(columns(table.columnNames())).write().format("delta").mode(mode);
    }

    private static Column sameKey(Table table) {
        return table.key().stream()
                .map(key -> col("old." + key).eqNullSafe(col("new." + key)))
                .reduce(Column::and)
                .orElseThrow(() -> new IllegalArgumentException(table + " declares no key"));
    }

    /** Compared as a whole: column by column, a null in the first would let nothing ever be newer. */
    private static Column version(Table table, String side) {
        return struct(
                table.newestBy().stream().map(name -> col(side + "." + name)).toArray(Column[]::new));
    }

    static Column[] columns(String[] names) {
        return Arrays.stream(names).map(name -> col(Sql.identifier(name))).toArray(Column[]::new);
    }

    private org.apache.spark.sql.classic.SparkSession classic() {
        return (org.apache.spark.sql.classic.SparkSession) spark;
    }
}
