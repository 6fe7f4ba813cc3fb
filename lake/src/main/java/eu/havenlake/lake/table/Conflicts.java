package eu.havenlake.lake.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.util.function.Supplier;

/** Commands of different areas share the tables of operation, and Delta refuses the later of two commits that meet. */
final class Conflicts {
    private static final int ATTEMPTS = 10;

    private Conflicts() {}

    /** Makes a change, and makes it again where another one came first. */
    static <T> T again(Supplier<T> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                return change.get();
            } catch (DeltaConcurrentModificationException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
