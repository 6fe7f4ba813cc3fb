package eu.havenlake.ingest.broker;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the embedded broker of one home.
 *
 * @param running its process, unless there is none
 */
public record BrokerStatus(Condition condition, Optional<Running> running) {

    /** What a look at the broker's folder and process finds. */
    public enum Condition {
        /** It answers. */
        RUNNING,
        /** Its process lives, but it does not answer: it starts, stops or hangs. */
        NOT_ANSWERING,
        /** It ended without being stopped; the next start cleans up. */
        DEAD,
        /** There is none. */
        STOPPED
    }

    /**
     * A living broker.
     *
     * @param bootstrap its address, {@code host:port}
     * @param kept whether it stays when no command uses it
     */
    public record Running(String bootstrap, long pid, Instant startedAt, boolean kept) {}

    static BrokerStatus without(Condition condition) {
        return new BrokerStatus(condition, Optional.empty());
    }
}
