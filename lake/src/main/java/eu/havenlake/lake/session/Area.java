package eu.havenlake.lake.session;

import java.util.Locale;

/** A part of a home that one command at a time writes to; commands of different areas may run side by side. */
public enum Area {
    /** Topics and the object store: collect. */
    SOURCES,
    /** Bronze: ingest, replay, reset. */
    BRONZE,
    /** Silver: curate. */
    SILVER,
    /** Gold and models. */
    STUDIES;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
