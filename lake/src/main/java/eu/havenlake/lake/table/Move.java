package eu.havenlake.lake.table;

import eu.havenlake.lake.HavenException;
import java.util.OptionalLong;

/**
 * How far an addition to a table brings an application, in numbers that only grow.
 *
 * @param from where the table has it before; empty where it has not met it
 * @param to where it has it afterwards
 */
public record Move(OptionalLong from, long to) {
    /** What Delta says where a table has not met an application. */
    private static final long NEVER = -1;

    void check(Table table, String application, long found) {
        if (found != from.orElse(NEVER)) {
            throw new HavenException(
                    "Cannot add to %s: it has %s up to %d already, and not up to %d as this command saw it: another command was faster. Nothing was added; run the command again."
                            .formatted(table, application, found, from.orElse(NEVER)));
        }
    }

    static HavenException overtaken(Table table, Exception cause) {
        return new HavenException(
                "Cannot add to %s: another command adds the same at this moment. Nothing was added; run the command again."
                        .formatted(table),
                cause);
    }
}
