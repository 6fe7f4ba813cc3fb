package eu.havenlake.training.engine.settings;

import eu.havenlake.lake.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with settings, so that a user sees all of it at once. */
final class Problems {

    private final String prefix;
    private final List<String> found = new ArrayList<>();

    Problems(String prefix) {
        this.prefix = prefix;
    }

    /** The value must lie between both limits, which are allowed. */
    void range(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            add(key, value, "from " + plain(least) + " to " + plain(most));
        }
    }

    /** The value must be that much or more. */
    void atLeast(String key, long value, long least) {
        if (value < least) {
            add(key, value, "of " + least + " or more");
        }
    }

    /** The value must be a finite number above zero. */
    void positive(String key, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            add(key, value, "above 0");
        }
    }

    /** Any other condition. */
    void require(boolean condition, String key, Object value, String allowed) {
        if (!condition) {
            add(key, value, allowed);
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), found));
        }
    }

    private void add(String key, Object value, String allowed) {
        found.add(prefix + key + " = " + value + " is not allowed. Use a value " + allowed + ".");
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
