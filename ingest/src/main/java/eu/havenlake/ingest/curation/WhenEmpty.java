package eu.havenlake.ingest.curation;

/** What becomes of a curation that read permitted records and brought none of them anywhere but to quarantine. */
public enum WhenEmpty {
    /** It ends with an error: so it looks when a source changed its format, and nobody should learn of that by chance. */
    FAIL,
    /** It goes on: somebody has looked and says that it is so. */
    GO_ON
}
