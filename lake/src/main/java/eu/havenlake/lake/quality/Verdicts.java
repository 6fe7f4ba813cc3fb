package eu.havenlake.lake.quality;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.lake.table.Rule;
import eu.havenlake.lake.table.Rule.Action;
import eu.havenlake.lake.table.Sql;
import eu.havenlake.lake.table.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All rules of a table, judged in one pass: each row gets the names of the rules that it breaks. */
public final class Verdicts {
    /** Column that {@link #judged} adds: names of the broken rules. */
    public static final String BROKEN = "_broken";

    private final List<Named> rules;

    private record Named(String name, Rule rule, String holds) {}

    /**
     * @param table table whose rules count
     * @param now time for rules about the future
     */
    public Verdicts(Table table, Instant now) {
        rules = table.columns().stream()
                .flatMap(column -> column.rules().stream()
                        .map(rule -> new Named(
                                column.ruleName(rule), rule, rule.check().holds(Sql.identifier(column.name()), now))))
                .toList();
    }

    /** {@code rows} with the column {@link #BROKEN}. */
    public Dataset<Row> judged(Dataset<Row> rows) {
        Column[] broken = rules.stream()
                .map(rule -> when(not(coalesce(expr(rule.holds()), lit(true))), lit(rule.name())))
                .toArray(Column[]::new);
        // Not array_compact, which Spark interprets: an eighth of a curation went there.
        return rows.withColumn(
                BROKEN,
                broken.length == 0
                        ? array().cast("array<string>")
                        : array_except(array(broken), array(lit(null).cast("string"))));
    }

    /** Whether a judged row may pass. */
    public Column passes() {
        return not(breaksOneOf(Action.DROP, Action.QUARANTINE, Action.FAIL));
    }

    /** Whether a judged row belongs in quarantine. */
    public Column quarantined() {
        return breaksOneOf(Action.QUARANTINE).and(not(breaksOneOf(Action.FAIL)));
    }

    /** How many judged rows break each rule, in the order of {@link #names()}. */
    public Column[] counts() {
        return rules.stream()
                .map(rule -> count_if(array_contains(col(BROKEN), rule.name())).as(rule.name()))
                .toArray(Column[]::new);
    }

    /** The names of all rules. */
    public List<String> names() {
        return rules.stream().map(Named::name).toList();
    }

    /** What happens to rows that break the rule. */
    public Action action(String name) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name))
                .map(rule -> rule.rule().action())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No rule " + name));
    }

    private Column breaksOneOf(Action... actions) {
        List<Action> wanted = Arrays.asList(actions);
        String[] names = rules.stream()
                .filter(rule -> wanted.contains(rule.rule().action()))
                .map(Named::name)
                .toArray(String[]::new);
        return names.length == 0
                ? lit(false)
                : arrays_overlap(
                        col(BROKEN),
                        array(Stream.of(names).map(name -> lit(name)).toArray(Column[]::new)));
    }
}
