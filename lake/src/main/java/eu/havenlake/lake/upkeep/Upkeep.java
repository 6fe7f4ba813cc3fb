package eu.havenlake.lake.upkeep;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Deviation;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.TableStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps tables in shape that grow by small batches, or were made by an earlier version.
 *
 * @param lake where they are
 * @param few so many small files of a table are put together; fewer cost readers little
 */
public record Upkeep(Lake lake, int few) {
    private static final int SMALL_FILES = 100;

    private static final long SMALL_BYTES = 16L << 20;
    private static final long TARGET_BYTES = 256L << 20;

    /** For so long a reader may stay behind: a curate that goes on from an old version needs the files of that time. */
    public static final Duration KEPT = Duration.ofDays(14);

    /** Puts a hundred small files together. */
    public Upkeep(Lake lake) {
        this(lake, SMALL_FILES);
    }

    /** Whether the table has so many small files that readers feel it. */
    public boolean isDue(Table table) {
        return lake.filesSmallerThan(table, SMALL_BYTES) >= few;
    }

    /** Puts the small files of a table together, and lays rows out by the columns that it is clustered by. */
    public void compact(String table) {
        lake.compact(table, TARGET_BYTES);
    }

    /** Does so with every table, and deletes files that none has had any more for {@link #KEPT}. */
    public Outcome maintain(Consumer<String> progress) {
        List<TableStatus> before = lake.tables();
        for (TableStatus table : before) {
            if (table.files() > 1) {
                compact(table.name());
            }
            lake.vacuum(table.name(), KEPT.toHours());
            progress.accept("  " + table.name());
        }
        return new Outcome(
                Map.of(), Map.of(), Map.of("files before", files(before), "files after", files(lake.tables())));
    }

    private static long files(List<TableStatus> tables) {
        return tables.stream().mapToLong(TableStatus::files).sum();
    }

    /**
     * Makes a table follow its declaration in this. Each statement is a commit, and what was mended deviates no more, so a
     * process may die in between and the next one go on.
     *
     * @throws HavenException if rows that are there break the declaration
     */
    public void mend(Deviation deviation) {
        try {
            deviation.statements().forEach(lake.session()::sql);
        } catch (Exception e) {
            throw new HavenException(
                    "Cannot mend %s: %s, and Delta says: %s Look at its rows with haven sql."
                            .formatted(
                                    deviation.table(),
                                    deviation.words(),
                                    e.getMessage().lines().findFirst().orElse("")),
                    e);
        }
    }
}
