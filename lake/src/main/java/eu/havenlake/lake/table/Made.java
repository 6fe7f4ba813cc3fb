package eu.havenlake.lake.table;

import static org.apache.spark.sql.functions.lit;

import eu.havenlake.lake.HavenException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.skipping.clustering.ClusteringColumnInfo;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table as it was made, maybe by an earlier version that declared it otherwise, beside its declaration.
 *
 * @param table the declaration
 * @param schema columns that it has
 * @param properties as Delta keeps them
 * @param clustering columns that its rows are laid out by
 */
record Made(Table table, StructType schema, Map<String, String> properties, List<String> clustering) {
    /** What Delta can turn into what without writing a file anew (Delta protocol, "Type Widening"). */
    private static final Set<List<DataType>> WIDER = Set.of(
            List.of(DataTypes.IntegerType, DataTypes.LongType), List.of(DataTypes.IntegerType, DataTypes.DoubleType));

    /** In place of a column's name where it is about all of them. */
    private static final String SCHEMA = "*";

    static Made of(Table table, Snapshot snapshot) {
        return new Made(
                table,
                snapshot.schema(),
                CollectionConverters.asJava(snapshot.metadata().configuration()),
                CollectionConverters.asJava(ClusteringColumnInfo.extractLogicalNames(snapshot)));
    }

    /** Columns that are declared and not there. */
    static List<Column> missing(Table table, StructType schema) {
        Set<String> there = Set.of(schema.fieldNames());
        return table.columns().stream()
                .filter(column -> !there.contains(column.name()))
                .toList();
    }

    /** The version of the schema that a table has: tables of the first release do not tell any. */
    private static int version(Map<String, String> properties) {
        return Integer.parseInt(properties.getOrDefault(TableDdl.VERSION, "1"));
    }

    /**
     * Lets nobody write by the rules of yesterday.
     *
     * @throws HavenException if a later HavenLake made the table, or migrated it
     */
    static void refuseLater(Table table, Snapshot snapshot) {
        int there = version(CollectionConverters.asJava(snapshot.metadata().configuration()));
        if (there > table.version()) {
            throw new HavenException(
                    "Cannot write to %s: its schema has version %d, and this HavenLake knows versions up to %d. Use the HavenLake that made it, or a later one."
                            .formatted(table, there, table.version()));
        }
    }

    /** Rows of a table that was made before a column was declared, with no value in it. */
    static Dataset<Row> filledUp(Table table, Dataset<Row> rows) {
        Dataset<Row> filled = rows;
        for (Column column : missing(table, rows.schema())) {
            filled = filled.withColumn(
                    column.name(), lit(null).cast(column.type().spark()));
        }
        return filled;
    }

    /** All that is otherwise than declared. */
    List<Deviation> deviations() {
        return version(properties) > table.version()
                ? version().toList()
                : Stream.of(missing(), surplus(), otherTypes(), version(), constraints(), declared(), layout())
                        .flatMap(found -> found)
                        .toList();
    }

    private Stream<Deviation> missing() {
        return missing(table, schema).stream()
                .map(column -> deviation(
                        column.name(), Deviation.Kind.MISSING, "is missing", TableDdl.add(table, List.of(column))));
    }

    private Stream<Deviation> surplus() {
        return Arrays.stream(schema.fieldNames())
                .filter(Predicate.not(table::has))
                .map(name -> deviation(name, Deviation.Kind.SURPLUS, "is there, but not declared"));
    }

    private Stream<Deviation> otherTypes() {
        return present()
                .filter(column -> !type(column).sameType(column.type().spark()))
                .map(column -> {
                    String what = "is %s, and declared as %s"
                            .formatted(type(column).sql(), column.type().spark().sql());
                    return WIDER.contains(List.of(type(column), column.type().spark()))
                            ? deviation(
                                    column.name(),
                                    Deviation.Kind.TYPE,
                                    what,
                                    TableDdl.allowWidening(table),
                                    TableDdl.widen(table, column))
                            : deviation(column.name(), Deviation.Kind.TYPE, what);
                });
    }

    /** A column that may be null in the table is guarded as well by a constraint. */
    private Stream<Deviation> constraints() {
        return present()
                .flatMap(column -> column.rules().stream()
                        .filter(Rule::guards)
                        .filter(rule -> !TableDdl.guards(properties, column, rule))
                        .filter(rule -> !(rule.check() instanceof Check.NotNull)
                                || field(column).nullable())
                        .map(rule -> deviation(
                                column.name(),
                                rule.check() instanceof Check.NotNull
                                        ? Deviation.Kind.NULLABLE
                                        : Deviation.Kind.CONSTRAINT,
                                "lacks the constraint that it " + rule.check().description(),
                                TableDdl.guard(table, column, rule))));
    }

    /** A rule that was added, changed or taken away since the table was made. */
    private Stream<Deviation> declared() {
        return TableDdl.declaredOtherwise(table, properties)
                ? Stream.of(deviation(
                        SCHEMA,
                        Deviation.Kind.CONSTRAINT,
                        "has other constraints than are declared",
                        TableDdl.declareAnew(table)))
                : Stream.of();
    }

    private Stream<Deviation> layout() {
        return clustering.equals(table.clusterBy())
                ? Stream.of()
                : Stream.of(deviation(
                        clustering.isEmpty() ? table.clusterBy().getFirst() : clustering.getFirst(),
                        Deviation.Kind.CLUSTERING,
                        "rows are clustered by %s, and declared as by %s"
                                .formatted(listed(clustering), listed(table.clusterBy())),
                        TableDdl.cluster(table)));
    }

    /** Needs the columns, and gives the constraints what they ask for. */
    private Stream<Deviation> version() {
        int there = version(properties);
        if (there == table.version()) {
            return Stream.of();
        }
        if (there > table.version()) {
            String what =
                    "has version %d, and this HavenLake knows versions up to %d".formatted(there, table.version());
            return Stream.of(deviation(SCHEMA, Deviation.Kind.VERSION, what));
        }
        List<Migration> due =
                table.migrations().subList(there - 1, table.migrations().size());
        String what = "has version %d of %d: %s"
                .formatted(
                        there,
                        table.version(),
                        due.stream().map(Migration::what).collect(Collectors.joining("; ")));
        return Stream.of(deviation(SCHEMA, Deviation.Kind.VERSION, what, TableDdl.migrate(table, due)));
    }

    private static String listed(List<String> columns) {
        return columns.isEmpty() ? "nothing" : String.join(", ", columns);
    }

    private Stream<Column> present() {
        Set<String> there = Set.of(schema.fieldNames());
        return table.columns().stream().filter(column -> there.contains(column.name()));
    }

    private DataType type(Column column) {
        return field(column).dataType();
    }

    private StructField field(Column column) {
        return schema.apply(column.name());
    }

    private Deviation deviation(String column, Deviation.Kind kind, String what, String... statements) {
        return new Deviation(table, column, kind, what, List.of(statements));
    }
}
