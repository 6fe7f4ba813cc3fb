package eu.havenlake.lake.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The declaration of a table: the one place where its columns are named. What is not declared does not exist past
 * bronze.
 *
 * @param database layer of the table ({@code bronze}, {@code silver}, {@code ops}), or {@code gold_<study>}
 * @param name name within the database
 * @param comment what one row is
 * @param category kind of data for consent; empty where the table holds no donor's data
 * @param columns columns in order
 * @param key columns that name a row; empty for append-only tables
 * @param newestBy columns that order versions of a row, compared from the first on
 * @param clusterBy columns that rows are laid out by
 * @param when column that tells when a row was true of its donor, for the period of a study
 * @param migrations what has to be done to rows of tables that were made before it was declared, oldest first
 */
public record Table(
        String database,
        String name,
        String comment,
        Optional<Category> category,
        List<Column> columns,
        List<String> key,
        List<String> newestBy,
        List<String> clusterBy,
        Optional<String> when,
        List<Migration> migrations) {
    /** The column of a bronze table that says why a record could not be read. */
    static final String PROBLEM = "problem";

    private static final String BRONZE = "bronze";

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        newestBy = List.copyOf(newestBy);
        clusterBy = List.copyOf(clusterBy);
        migrations = List.copyOf(migrations);
        Set<String> names = uniqueNames(database + "." + name, columns);
        for (String used : concat(key, newestBy, clusterBy, when.stream().toList())) {
            if (!names.contains(used)) {
                throw new IllegalArgumentException(database + "." + name + " has no column " + used);
            }
        }
    }

    private static Set<String> uniqueNames(String table, List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(table + " declares " + column.name() + " twice");
            }
        }
        return names;
    }

    @SafeVarargs
    private static List<String> concat(List<String>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }

    private static Table of(String database, String name, String comment) {
        return new Table(
                database,
                name,
                comment,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    /** A table of records as they were sent; append-only. */
    public static Table bronze(String name, String comment) {
        return of(BRONZE, name, comment);
    }

    /** A table of typed, pseudonymous, consented rows. It carries the columns of {@link Provenance}. */
    public static Table silver(String name, Category category, String comment) {
        return silver(name, comment).ofCategory(category);
    }

    /** A silver table about donors, rather than of their data. */
    public static Table silver(String name, String comment) {
        return of("silver", name, comment).columns(Provenance.COLUMNS);
    }

    /** A table of a study; {@link #of(String)} names the study. */
    public static Table gold(String name, Category category, String comment) {
        return of("gold", name, comment).ofCategory(category);
    }

    /** A table about the work of HavenLake itself. */
    public static Table ops(String name, String comment) {
        return of("ops", name, comment);
    }

    /** This gold table in the database of a study. */
    public Table of(String study) {
        return new Table("gold_" + study, name, comment, category, columns, key, newestBy, clusterBy, when, migrations);
    }

    /** This table with one more column. */
    public Table column(String column, ColumnType type, String meaning, Trait... traits) {
        return columns(List.of(Column.of(column, type, meaning, traits)));
    }

    /** This table with more columns. */
    public Table columns(List<Column> more) {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(more);
        return new Table(database, name, comment, category, all, key, newestBy, clusterBy, when, migrations);
    }

    /** This table with its rows named by {@code names}. */
    public Table key(String... names) {
        return new Table(
                database, name, comment, category, columns, List.of(names), newestBy, clusterBy, when, migrations);
    }

    /** This table with versions of a row ordered by {@code names}. */
    public Table newestBy(String... names) {
        return new Table(database, name, comment, category, columns, key, List.of(names), clusterBy, when, migrations);
    }

    /** This table laid out by {@code names}. */
    public Table clusterBy(String... names) {
        return new Table(database, name, comment, category, columns, key, newestBy, List.of(names), when, migrations);
    }

    /** This table with {@code column} as the time of its rows. */
    public Table when(String column) {
        return new Table(
                database, name, comment, category, columns, key, newestBy, clusterBy, Optional.of(column), migrations);
    }

    /**
     * This table, of which earlier rows meant something else, one schema version later.
     *
     * @param what was done to them, in words
     * @param statement SQL that does it, as {@link Migration} wants it
     */
    public Table migrated(String what, String statement) {
        List<Migration> all = new ArrayList<>(migrations);
        all.add(new Migration(what, statement));
        return new Table(database, name, comment, category, columns, key, newestBy, clusterBy, when, all);
    }

    /** The version of the schema: 1 for the first release, one more with each migration since. */
    public int version() {
        return migrations.size() + 1;
    }

    private Table ofCategory(Category kind) {
        return new Table(
                database, name, comment, Optional.of(kind), columns, key, newestBy, clusterBy, when, migrations);
    }

    /** The name in SQL, as {@code silver.observation}. */
    public String qualifiedName() {
        return database + "." + name;
    }

    /** The names of all columns, in order. */
    public String[] columnNames() {
        return columns.stream().map(Column::name).toArray(String[]::new);
    }

    /** The columns that a curation fills itself: all but those of {@link Provenance}. */
    public List<Column> ownColumns() {
        return columns.stream()
                .filter(column -> !Provenance.COLUMNS.contains(column))
                .toList();
    }

    /** Whether the table declares a column of this name. */
    public boolean has(String column) {
        return Arrays.asList(columnNames()).contains(column);
    }

    /** The schema as Spark needs it; a column is nullable unless a rule guards it. */
    public StructType schema() {
        return new StructType(columns.stream()
                .map(c -> new StructField(c.name(), c.type().spark(), !c.required(), Metadata.empty()))
                .toArray(StructField[]::new));
    }

    @Override
    public String toString() {
        return qualifiedName();
    }
}
