package eu.havenlake.lake.table;

import java.util.List;

/**
 * Something in which a table is otherwise than it is declared.
 *
 * @param table the declaration
 * @param column the column that it is about; {@code *} for all of them
 * @param kind kind of difference
 * @param what the difference in words, after the name of the column
 * @param statements what mends it in SQL; none where nothing does
 */
public record Deviation(Table table, String column, Kind kind, String what, List<String> statements) {

    public Deviation {
        statements = List.copyOf(statements);
    }

    /** What differs, in words that follow the name of the table. */
    public String words() {
        return (column.equals("*") ? "schema " : "column " + column + " ") + what;
    }

    /** What may differ. */
    public enum Kind {
        /** A declared column is not there; it comes with the next write. */
        MISSING,
        /** A column is not declared; nobody writes it, and its values stay. */
        SURPLUS,
        /** A column has another type. */
        TYPE,
        /** A column may be null, and must not by its declaration. */
        NULLABLE,
        /** A constraint that guards a column is not there. */
        CONSTRAINT,
        /** The rows are laid out by other columns. */
        CLUSTERING,
        /** The table has the schema of another version of HavenLake; it is about no single column. */
        VERSION
    }
}
