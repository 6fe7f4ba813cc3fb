package eu.havenlake.ingest.curation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a bronze record becomes when it is read as a row of a silver table. */
public sealed interface Verdict {

    /**
     * A row.
     *
     * @param values one per own column of the table but {@code donor}, in the order of their declaration, null where
     *     there is none; of the Java types that Spark turns into its own
     */
    record Accepted(List<Object> values) implements Verdict {
        public Accepted {
            values = Collections.unmodifiableList(Arrays.asList(values.toArray()));
        }
    }

    /**
     * No row.
     *
     * @param reason what is wrong, with the place in the record; it names no donor
     */
    record Quarantined(String reason) implements Verdict {}
}
