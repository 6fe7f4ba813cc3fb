package eu.havenlake.lake.table;

/**
 * What a merge did to its table.
 *
 * @param inserted rows with a new key
 * @param updated rows that a newer version replaced
 */
public record Merged(long inserted, long updated) {}
