package eu.havenlake.lake.table;

import java.util.Arrays;
import java.util.List;

/**
 * One column of a table. From this line come its schema, its constraint, its place on the de-identification allow-list
 * and its quality checks.
 *
 * @param name snake_case
 * @param type type
 * @param comment what it means, with its unit
 * @param mask what a study sees of it
 * @param rules what must hold for its values
 */
public record Column(String name, ColumnType type, String comment, Mask mask, List<Rule> rules) {

    public Column {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("Column name is not snake_case: " + name);
        }
        rules = List.copyOf(rules);
    }

    static Column of(String name, ColumnType type, String comment, Trait... traits) {
        List<Mask> masks = Arrays.stream(traits)
                .filter(Mask.class::isInstance)
                .map(Mask.class::cast)
                .toList();
        List<Rule> rules = Arrays.stream(traits)
                .filter(Rule.class::isInstance)
                .map(Rule.class::cast)
                .toList();
        return new Column(name, type, comment, masks.isEmpty() ? Mask.KEEP : masks.getFirst(), rules);
    }

    /** The name of a rule of this column, unique in its table. */
    public String ruleName(Rule rule) {
        return name + "_" + rule.check().name();
    }

    boolean required() {
        return rules.stream().anyMatch(rule -> rule.guards() && rule.check() instanceof Check.NotNull);
    }
}
