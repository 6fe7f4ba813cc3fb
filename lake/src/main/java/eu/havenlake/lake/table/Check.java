package eu.havenlake.lake.table;

import java.util.List;
import java.util.stream.Collectors;

/** What must hold for a value of a column. Each check says itself in words and as a SQL condition. */
public sealed interface Check {

    /** Short name, unique within a column. */
    String name();

    /** What must hold, in words. */
    String description();

    /** SQL condition over {@code column} that is true or null where the check holds. */
    String holds(String column);

    /** The value is there. */
    record NotNull() implements Check {
        @Override
        public String name() {
            return "present";
        }

        @Override
        public String description() {
            return "is there";
        }

        @Override
        public String holds(String column) {
            return column + " IS NOT NULL";
        }
    }

    /** The number is neither NaN nor infinite. */
    record Finite() implements Check {
        @Override
        public String name() {
            return "finite";
        }

        @Override
        public String description() {
            return "is a finite number";
        }

        @Override
        public String holds(String column) {
            return "(NOT isnan(%1$s) AND abs(%1$s) < double('Infinity'))".formatted(column);
        }
    }

    /** The number lies within bounds, both included. */
    record Between(double least, double most) implements Check {
        @Override
        public String name() {
            return "in_range";
        }

        @Override
        public String description() {
            return "lies in %s..%s".formatted(least, most);
        }

        @Override
        public String holds(String column) {
            return "%s BETWEEN %sD AND %sD".formatted(column, least, most);
        }
    }

    /** The text is one of a closed list. */
    record OneOf(List<String> values) implements Check {
        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public String name() {
            return "known";
        }

        @Override
        public String description() {
            return "is one of " + String.join(", ", values);
        }

        @Override
        public String holds(String column) {
            return values.stream().map(Sql::literal).collect(Collectors.joining(", ", column + " IN (", ")"));
        }
    }

    /**
     * The time had come when the record reached HavenLake, give or take a day of clocks and zones; data sets with moved
     * dates are exempt. A record is judged the same whenever that is done.
     */
    record NotInFuture() implements Check {
        @Override
        public String name() {
            return "not_in_future";
        }

        @Override
        public String description() {
            return "does not lie in the future";
        }

        @Override
        public String holds(String column) {
            return "(%s <= %s + INTERVAL 1 DAY OR coalesce(%s, false))"
                    .formatted(column, Provenance.RECORDED, Provenance.DATES_SHIFTED);
        }
    }

    /** The condition holds over the whole row, as an end that does not come before its start. */
    record Condition(String name, String description, String sql) implements Check {
        @Override
        public String holds(String column) {
            return "(" + sql + ")";
        }
    }
}
