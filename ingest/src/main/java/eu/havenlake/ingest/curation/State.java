package eu.havenlake.ingest.curation;

import java.util.Locale;

/**
 * What became of a bronze record in one curation of one silver table. A record that holds several rows counts once, by
 * that of its rows whose state comes last here.
 */
enum State {
    /** It holds nothing for the table. */
    NOTHING,
    /** All its rows were dropped by a rule that says so. */
    DROPPED,
    /** Its resource was deleted later than it was changed, or it is the record that deletes. */
    DELETED,
    /** The table has a newer version of all its rows. */
    SUPERSEDED,
    /** One of its rows is wrong and none is in the table. */
    QUARANTINED,
    /** The table has one of its rows. */
    MERGED;

    /** How counts call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
