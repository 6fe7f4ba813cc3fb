package eu.havenlake.lake.table;

import java.time.Instant;

/**
 * How a table is.
 *
 * @param name as {@code silver.observation}
 * @param rows number of rows
 * @param bytes size of its current files
 * @param files number of its current files
 * @param version newest version
 * @param changed when it was changed last
 */
public record TableStatus(String name, long rows, long bytes, long files, long version, Instant changed) {}
