package eu.havenlake.ingest.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine. The number alone is not enough: the system gives it to another process once the first is
 * gone, so the start instant belongs to it.
 */
record ProcessIdentity(long pid, Instant startedAt) {

    /** Linux computes the start from the boot time in whole seconds, which the clock's corrections move. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(handle.pid(), startOf(handle).orElseGet(Instant::now));
    }

    /** The process itself while it lives. */
    Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
    }

    boolean alive() {
        return running().isPresent();
    }

    private boolean startedThen(ProcessHandle handle) {
        return startOf(handle)
                .map(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
                .orElse(true);
    }

    private static Optional<Instant> startOf(ProcessHandle handle) {
        return handle.info().startInstant();
    }
}
