package eu.havenlake.lake.table;

/** Quoting for the few places where a statement has to be written as text. */
public final class Sql {
    private Sql() {}

    /** {@code text} as a SQL string literal. */
    public static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** {@code name} as a quoted identifier. */
    public static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
