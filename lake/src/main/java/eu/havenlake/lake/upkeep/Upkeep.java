package eu.havenlake.lake.upkeep;

import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;

/**
 * Keeps tables in shape that grow by small batches.
 *
 * @param lake where they are
 */
public record Upkeep(Lake lake) {
    /** So many small files are put together; fewer cost readers little. */
    static final int SMALL_FILES = 100;

    private static final long SMALL = 16L << 20;

    /** Whether the table has so many small files that readers feel it. */
    public boolean isDue(Table table) {
        return lake.filesSmallerThan(table, SMALL) >= SMALL_FILES;
    }

    /** Puts small files together, and lays rows out by the columns that the table is clustered by. */
    public void compact(Table table) {
        lake.compact(table);
    }
}
