package eu.havenlake.lake.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statement that makes a table. Constraints stand in it as properties: given at creation they cost nothing, added
 * later each is a commit of its own.
 */
final class TableDdl {
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

    private static String column(Column column) {
        return Sql.identifier(column.name()) + " " + column.type().spark().sql()
                + (column.required() ? " NOT NULL" : "")
                + " COMMENT " + Sql.literal(column.comment());
    }

    private static String properties(Table table) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("delta.enableChangeDataFeed", "true");
        if (!table.key().isEmpty()) {
            properties.put("delta.dataSkippingStatsColumns", searched(table));
        }
        for (Column column : table.columns()) {
            column.rules().stream()
                    .filter(Rule::guards)
                    .filter(rule -> !(rule.check() instanceof Check.NotNull))
                    .forEach(rule -> properties.put(
                            "delta.constraints." + column.ruleName(rule),
                            orNull(rule.check().holds(Sql.identifier(column.name())))));
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

    /** Delta takes an unknown outcome for a breach, SQL and our rules do not. */
    private static String orNull(String condition) {
        return "coalesce(" + condition + ", true)";
    }
}
