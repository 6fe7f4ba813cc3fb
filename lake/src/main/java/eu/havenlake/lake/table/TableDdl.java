package eu.havenlake.lake.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that make a table, and bring one up that an earlier version made. Constraints stand in the first as
 * one property: given at creation it costs nothing, and Delta checks one condition a row faster than many; added later
 * each is a commit of its own.
 */
final class TableDdl {
    /** Begins the names of properties that are constraints. */
    private static final String CONSTRAINT = "delta.constraints.";

    /** What a table was declared to hold when it was made; constraints that came later have the names of their rules. */
    private static final String DECLARED = CONSTRAINT + "declared";

    /** Name of the property that says for how long files are kept which the table has not any more. */
    static final String DELETED_FILES = "delta.deletedFileRetentionDuration";

    /** Name of the property that is the version of the schema. */
    static final String VERSION = "haven.schema.version";

    private TableDdl() {}

    static String create(Table table, String location) {
        return "CREATE TABLE IF NOT EXISTS %s (%s) USING delta LOCATION %s%s COMMENT %s TBLPROPERTIES (%s)"
                .formatted(
                        table.qualifiedName(),
                        table.columns().stream().map(TableDdl::column).collect(Collectors.joining(", ")),
                        Sql.literal(location),
                        table.clusterBy().isEmpty() ? "" : " CLUSTER BY (" + String.join(", ", table.clusterBy()) + ")",
                        Sql.literal(table.comment()),
                        properties(table));
    }

    /** Rows that are there have no value in a new column, so that it may be null whatever is declared. */
    static String add(Table table, List<Column> columns) {
        return alter(table)
                + columns.stream()
                        .map(column -> column(column, ""))
                        .collect(Collectors.joining(", ", "ADD COLUMNS (", ")"));
    }

    static String guard(Table table, Column column, Rule rule) {
        return alter(table) + "ADD CONSTRAINT %s CHECK (%s)".formatted(column.ruleName(rule), holds(column, rule));
    }

    static String keepDeleted(String table, String interval) {
        return "ALTER TABLE %s SET TBLPROPERTIES (%s = %s)"
                .formatted(table, Sql.literal(DELETED_FILES), Sql.literal(interval));
    }

    static String cluster(Table table) {
        return alter(table)
                + (table.clusterBy().isEmpty()
                        ? "CLUSTER BY NONE"
                        : "CLUSTER BY (" + String.join(", ", table.clusterBy()) + ")");
    }

    /** Needs {@link #allowWidening}. */
    static String widen(Table table, Column column) {
        return alter(table)
                + "ALTER COLUMN %s TYPE %s"
                        .formatted(
                                Sql.identifier(column.name()),
                                column.type().spark().sql());
    }

    /** Raises the protocol of the table, so it is done only to those that need it. */
    static String allowWidening(Table table) {
        return alter(table) + "SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true')";
    }

    /** The table says that it has them when it has all. */
    static String[] migrate(Table table, List<Migration> due) {
        return Stream.concat(
                        due.stream().map(migration -> migration.statement().replace("%s", table.qualifiedName())),
                        Stream.of(alter(table)
                                + "SET TBLPROPERTIES (%s = '%d')".formatted(Sql.literal(VERSION), table.version())))
                .toArray(String[]::new);
    }

    private static String alter(Table table) {
        return "ALTER TABLE " + table.qualifiedName() + " ";
    }

    private static String column(Column column) {
        return column(column, column.required() ? " NOT NULL" : "");
    }

    private static String column(Column column, String constraint) {
        return Sql.identifier(column.name()) + " " + column.type().spark().sql() + constraint + " COMMENT "
                + Sql.literal(column.comment());
    }

    private static String properties(Table table) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("delta.enableChangeDataFeed", "true");
        properties.put(VERSION, String.valueOf(table.version()));
        if (!table.key().isEmpty()) {
            properties.put("delta.dataSkippingStatsColumns", searched(table));
        }
        String declared = declared(table);
        if (!declared.isEmpty()) {
            properties.put(DECLARED, declared);
        }
        return properties.entrySet().stream()
                .map(e -> Sql.literal(e.getKey()) + "=" + Sql.literal(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Rows are looked for by these only, and statistics of the others cost more than writing them. */
    private static String searched(Table table) {
        return Stream.of(table.key(), table.clusterBy(), table.when().stream().toList(), List.of(Table.PROBLEM))
                .flatMap(List::stream)
                .filter(table::has)
                .distinct()
                .map(Sql::identifier)
                .collect(Collectors.joining(","));
    }

    private static String declared(Table table) {
        return table.columns().stream()
                .flatMap(column -> column.rules().stream()
                        .filter(Rule::guards)
                        .filter(rule -> !(rule.check() instanceof Check.NotNull))
                        .map(rule -> holds(column, rule)))
                .collect(Collectors.joining(" AND "));
    }

    /** Whether a table of these properties guards the rule, by itself or with all that is declared. */
    static boolean guards(Map<String, String> properties, Column column, Rule rule) {
        return properties.containsKey(CONSTRAINT + column.ruleName(rule))
                || properties.containsKey(DECLARED) && !(rule.check() instanceof Check.NotNull);
    }

    /** Whether what was declared when the table was made differs; Delta keeps what is altered with other blanks. */
    static boolean declaredOtherwise(Table table, Map<String, String> properties) {
        String made = properties.getOrDefault(DECLARED, "");
        return !made.isEmpty()
                && !made.replaceAll("\\s", "").equals(declared(table).replaceAll("\\s", ""));
    }

    static String[] declareAnew(Table table) {
        String drop = alter(table) + "DROP CONSTRAINT IF EXISTS declared";
        String declared = declared(table);
        return declared.isEmpty()
                ? new String[] {drop}
                : new String[] {drop, alter(table) + "ADD CONSTRAINT declared CHECK (%s)".formatted(declared)};
    }

    /** Delta takes an unknown outcome for a breach, SQL and our rules do not. */
    private static String holds(Column column, Rule rule) {
        return "coalesce(" + rule.check().holds(Sql.identifier(column.name())) + ", true)";
    }
}
