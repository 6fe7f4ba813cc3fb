package eu.havenlake.lake.table;

/**
 * What is done to the rows of a table that was made by an earlier version, where new columns and types alone do not tell.
 *
 * @param what was done, in words
 * @param statement SQL with {@code %s} for the name of the table. A process may die after it, before the table says that
 *     it has it: run again, it must change nothing
 */
public record Migration(String what, String statement) {}
