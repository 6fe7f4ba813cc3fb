package eu.havenlake.lake.table;

/** What a column declares beside its name, type and comment. */
public sealed interface Trait permits Mask, Rule {}
