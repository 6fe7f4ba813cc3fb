package eu.havenlake.lake.access;

import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.STRINGS;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_dt_interval;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trunc;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.consent.Permits;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Mask;
import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The lake as one study may see it. Its only read lets a row through if the donor grants the study's purpose for the
 * table's category now, or if the row came with a legal basis that has not ended; then the study's period and the masks
 * apply. Every read leaves a row in {@code ops.access}.
 */
public final class StudyLake {
    /** Who read what, for which purpose. */
    public static final Table ACCESS = Table.ops("access", "Every read of donors' data by a study")
            .column("at", TIMESTAMP, "When")
            .column("run", STRING, "Run that read")
            .column("person", STRING, "Who ran it")
            .column("study", STRING, "For which study")
            .column("purpose", STRING, "For which purpose")
            .column("table", STRING, "Table that was read")
            .column("version", LONG, "Version of the table that was read")
            .column("columns", STRINGS, "Columns that were shown");

    private final Lake lake;
    private final Study study;
    private final Pseudonyms pseudonyms;
    private final String run;
    private final Clock clock;
    private final Instant opened;
    private final Map<Question, Permits> asked = new HashMap<>();

    /** What was asked: the same question to the same decisions has the same answer. */
    private record Question(long decisions, Category category) {}

    /**
     * @param lake lake with everything in it
     * @param study study that reads
     * @param pseudonyms key of the pseudonyms, for moving dates
     * @param run run that reads, for the audit
     * @param clock the time at which consents are asked
     */
    public StudyLake(Lake lake, Study study, Pseudonyms pseudonyms, String run, Clock clock) {
        this.lake = lake;
        this.study = study;
        this.pseudonyms = pseudonyms;
        this.run = run;
        this.clock = clock;
        this.opened = clock.instant();
    }

    /** The study that this lake is shown to. */
    public Study study() {
        return study;
    }

    /** The rows of a silver table, or of one of the study's own gold tables, that the study may see now. */
    public Dataset<Row> read(Table table) {
        return readAll(List.of(table)).getFirst();
    }

    /** As {@link #read}, for tables that are read together, in their order: one commit of the audit for all. */
    public List<Dataset<Row>> readAll(List<Table> tables) {
        List<Dataset<Row>> permitted = tables.stream()
                .map(table -> masked(table, inPeriod(table, permitted(readable(table), lake.read(table)))))
                .toList();
        audit(tables);
        return permitted;
    }

    /**
     * The rows whose values are not among those of a gold table, of whichever study: a model must not be judged by what
     * another study taught it. Nothing else of that table is shown, and donors who have withdrawn since count, too.
     *
     * @param rows that this study has read
     * @param columns each of which must differ
     */
    public Dataset<Row> without(Dataset<Row> rows, Table gold, Column which, List<String> columns) {
        Dataset<Row> known = lake.read(gold).where(which);
        Dataset<Row> rest = rows;
        for (String column : columns) {
            rest = rest.join(known.select(column).distinct(), new String[] {column}, "left_anti");
        }
        audit(List.of(gold));
        return rest;
    }

    /** The version of a table that a read would see. */
    public long version(Table table) {
        return lake.version(table);
    }

    /** Puts rows in the place of all that one of the study's own gold tables has. */
    public void replace(Table gold, Dataset<Row> rows) {
        if (!gold.database().equals("gold_" + study.id())) {
            throw new IllegalArgumentException(
                    "Study " + study.id() + " cannot write to " + gold + ", only to gold_" + study.id());
        }
        lake.replace(gold, rows);
        StaleGold.rebuilt(lake, gold, opened);
    }

    /** A calendar date as it lies among the moved dates of each donor in {@code pseudonym}. */
    public Column onTimelineOf(Column pseudonym, LocalDate date) {
        return moved(lit(Date.valueOf(date)).cast("timestamp"), pseudonym).cast("date");
    }

    private Category readable(Table table) {
        Category category =
                table.category().orElseThrow(() -> new IllegalArgumentException(table + " has no category"));
        if (table.database().startsWith("gold_") && !table.database().equals("gold_" + study.id())) {
            throw new HavenException(
                    "Study %s cannot read %s: it belongs to another study. Let study %1$s build its own: haven features --study %1$s."
                            .formatted(study.id(), table));
        }
        if (!study.categories().contains(category)) {
            throw new HavenException(
                    "Study %s cannot read %s: it may read %s. Add the category to its file in conf/studies, if its purpose allows."
                            .formatted(study.id(), table, study.categories()));
        }
        return category;
    }

    private Dataset<Row> permitted(Category category, Dataset<Row> rows) {
        Permits permits = asked.computeIfAbsent(
                new Question(lake.version(ConsentTable.CONSENT), category), question -> ask(question.category()));
        Dataset<Row> known =
                permits.mark(rows, col("donor")).where(col(Permits.PERMITTED)).drop(Permits.PERMITTED);
        return study.datasets().isEmpty()
                ? known
                : known.where(col(Provenance.DATASET).isin(study.datasets().toArray()));
    }

    private Permits ask(Category category) {
        return Permits.forPurpose(lake.read(ConsentTable.CONSENT), study.purpose(), category, clock.instant());
    }

    private Dataset<Row> inPeriod(Table table, Dataset<Row> rows) {
        if (table.when().isEmpty()) {
            return rows;
        }
        Column when = col(table.when().get());
        Column early =
                study.from().map(from -> when.lt(lit(Date.valueOf(from)))).orElse(lit(false));
        Column late =
                study.until().map(until -> when.geq(lit(Date.valueOf(until)))).orElse(lit(false));
        return rows.where(not(coalesce(early.or(late), lit(false))));
    }

    private Dataset<Row> masked(Table table, Dataset<Row> rows) {
        List<String> present = List.of(rows.columns());
        return rows.select(table.columns().stream()
                .filter(column -> column.mask() != Mask.HIDDEN)
                // A table that was made before a column was declared has no values for it.
                .map(column -> (present.contains(column.name())
                                ? masked(column)
                                : lit(null).cast(column.type().spark()))
                        .as(column.name()))
                .toArray(Column[]::new));
    }

    private Column masked(eu.havenlake.lake.table.Column declared) {
        Column value = col(declared.name());
        return switch (declared.mask()) {
            case KEEP, PSEUDONYM, HIDDEN -> value;
            case SHIFTED_DATE -> moved(value, col("donor")).cast(declared.type().spark());
            case YEAR -> trunc(value, "year");
            case COARSE_PLACE -> value.substr(1, 3);
        };
    }

    private Column moved(Column time, Column pseudonym) {
        return time.plus(make_dt_interval(pseudonyms.daysShifted(study.id(), pseudonym)));
    }

    private void audit(List<Table> tables) {
        List<Row> rows = tables.stream().map(this::access).toList();
        lake.append(ACCESS, lake.rows(ACCESS, rows).coalesce(1));
    }

    private Row access(Table table) {
        return RowFactory.create(
                Timestamp.from(clock.instant()),
                run,
                System.getProperty("user.name"),
                study.id(),
                study.purpose(),
                table.qualifiedName(),
                lake.version(table),
                table.columns().stream()
                        .filter(column -> column.mask() != Mask.HIDDEN)
                        .map(eu.havenlake.lake.table.Column::name)
                        .toArray(String[]::new));
    }
}
