package eu.havenlake.lake.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.SetTransaction;

/**
 * A commit that added rows and said how far that brought some applications.
 *
 * @param version of the table that it made
 * @param at when it was made
 * @param reached by application
 * @param files the statistics of each file that it added (Delta protocol, "Per-file Statistics")
 * @param note what its maker left in it
 */
public record Appended(long version, Instant at, Map<String, Long> reached, List<JsonNode> files, String note) {
    public Appended {
        reached = Map.copyOf(reached);
        files = List.copyOf(files);
    }

    /** Of the actions of a commit; empty where it is none of those. */
    static Optional<Appended> of(long version, List<Action> actions) {
        Map<String, Long> reached = new HashMap<>();
        Optional<CommitInfo> info = Optional.empty();
        for (Action action : actions) {
            switch (action) {
                case SetTransaction moved -> reached.put(moved.appId(), moved.version());
                case CommitInfo found -> info = Optional.of(found);
                default -> {}
            }
        }
        return info.filter(found -> found.userMetadata().isDefined())
                .map(found -> new Appended(
                        version,
                        found.timestamp().toInstant(),
                        reached,
                        Appending.statistics(actions),
                        found.userMetadata().get()));
    }
}
