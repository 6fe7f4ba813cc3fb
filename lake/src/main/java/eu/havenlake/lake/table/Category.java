package eu.havenlake.lake.table;

import java.util.Locale;

/** The kinds of data that a donor can decide about one by one. */
public enum Category {
    CLINICAL,
    WEARABLE,
    IMAGING;

    /** The name as it stands in consent decisions and studies. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
