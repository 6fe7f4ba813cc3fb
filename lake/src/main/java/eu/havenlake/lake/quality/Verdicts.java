package eu.havenlake.lake.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.lake.table.Rule;
import eu.havenlake.lake.table.Rule.Action;
import eu.havenlake.lake.table.Sql;
import eu.havenlake.lake.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All rules of a table, judged in one pass: each row gets one number, whose bits say which rules it breaks. A bit costs
 * Spark far less than a name: less code to compile, and nothing to allocate for a row that breaks none.
 */
public final class Verdicts {
    /** Name for the column of {@link #judge()} in judged rows. */
    public static final String BROKEN = "_broken";

    private final List<Named> rules;

    private record Named(String name, Action action, String holds, long bit) {
        Column breaks() {
            return breaksOneOf(bit);
        }
    }

    /**
     * @param table table whose rules count
     * @throws IllegalArgumentException if it has more than 64
     */
    public Verdicts(Table table) {
        List<Named> found = new ArrayList<>();
        for (var column : table.columns()) {
            for (Rule rule : column.rules()) {
                String holds = rule.check().holds(Sql.identifier(column.name()));
                found.add(new Named(column.ruleName(rule), rule.action(), holds, 1L << found.size()));
            }
        }
        if (found.size() > Long.SIZE) {
            throw new IllegalArgumentException(
                    "%s has %d rules, a verdict holds %d".formatted(table, found.size(), Long.SIZE));
        }
        rules = List.copyOf(found);
    }

    /** Of a row: bit <i>i</i> is set where it breaks rule <i>i</i> of {@link #names()}, which says no to it and not null. */
    public Column judge() {
        return rules.stream()
                .map(rule -> when(not(expr(rule.holds)), lit(rule.bit)).otherwise(lit(0L)))
                .reduce(Column::bitwiseOR)
                .orElse(lit(0L));
    }

    /** Whether a judged row may pass. */
    public Column passes() {
        return not(breaksOneOf(bits(Action.DROP) | bits(Action.QUARANTINE) | bits(Action.FAIL)));
    }

    /** Whether a judged row belongs in quarantine. */
    public Column quarantined() {
        return breaksOneOf(bits(Action.QUARANTINE)).and(not(breaksOneOf(bits(Action.FAIL))));
    }

    /** The names of the rules that a judged row breaks, with commas. */
    public Column broken() {
        return concat_ws(
                ", ",
                rules.stream().map(rule -> when(rule.breaks(), lit(rule.name))).toArray(Column[]::new));
    }

    /** How many judged rows meet each of some conditions, and how many break each rule. */
    public Totals totals(Dataset<Row> judged, Column... conditions) {
        return Totals.of(judged, rules.size(), conditions);
    }

    /** The names of all rules. */
    public List<String> names() {
        return rules.stream().map(Named::name).toList();
    }

    /** What happens to rows that break the rule. */
    public Action action(String name) {
        return rules.stream()
                .filter(rule -> rule.name.equals(name))
                .map(Named::action)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No rule " + name));
    }

    private long bits(Action action) {
        return rules.stream()
                .filter(rule -> rule.action == action)
                .mapToLong(Named::bit)
                .sum();
    }

    private static Column breaksOneOf(long bits) {
        return col(BROKEN).bitwiseAND(lit(bits)).notEqual(lit(0L));
    }
}
