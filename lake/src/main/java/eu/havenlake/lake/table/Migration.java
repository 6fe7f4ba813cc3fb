package eu.havenlake.lake.table;

/**
 * What is done to the rows of a table that was made by an earlier version, where new columns and types alone do not tell.
 *
 * @param what was done, in words
 * @param statement SQL with {@code %s} for the name of the table. It tells earlier rows from those that this version
 *     writes, which may be there already, and run again it changes nothing: a process may die before the table says so
 */
public record Migration(String what, String statement) {}
