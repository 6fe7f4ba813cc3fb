package eu.havenlake.ingest.broker;

import eu.havenlake.ingest.broker.BrokerStatus.Condition;
import eu.havenlake.ingest.broker.BrokerStatus.Running;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Kafka 4.3 on this machine, for one home: one node in a JVM of its own, on loopback only. Whoever opens it first
 * starts it, others join it, the last to close it stops it; {@link #detach} leaves it running until {@link #stop}. A
 * user that is killed counts as gone: the broker then ends itself within a second.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Duration TURN = Duration.ofSeconds(120);
    private static final Duration COMING_UP = Duration.ofSeconds(20);
    private static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final BrokerFolders folders;
    private final BrokerState state;
    private final Path user;

    private EmbeddedBroker(BrokerFolders folders, BrokerState state, Path user) {
        this.folders = folders;
        this.state = state;
        this.user = user;
    }

    /**
     * The running broker of these folders, else a new one that answers.
     *
     * @throws HavenException if it cannot be started, with the end of its log
     */
    public static EmbeddedBroker open(BrokerFolders folders) {
        return locked(folders, () -> {
            var users = new BrokerUsers(folders.kafka());
            users.dropDead();
            var user = users.enter();
            try {
                var running = usable(folders);
                var state = running.isPresent() ? running.get() : fresh(folders);
                return new EmbeddedBroker(folders, state, user);
            } catch (IOException | InterruptedException | RuntimeException e) {
                Files.deleteIfExists(user);
                throw e;
            }
        });
    }

    /** Its address, {@code host:port}. */
    public String bootstrap() {
        return state.bootstrap();
    }

    /** Leaves the broker running when this command and all others are done. */
    public void detach() {
        locked(folders, () -> {
            new BrokerUsers(folders.kafka()).keep();
            return Files.deleteIfExists(user);
        });
    }

    /** Ends the use; the last user stops the broker, unless it was detached. */
    @Override
    public void close() {
        locked(folders, () -> {
            var first = Files.deleteIfExists(user);
            if (first && !new BrokerUsers(folders.kafka()).wanted()) endNow(folders);
            return first;
        });
    }

    /** Looks without starting or changing anything. */
    public static BrokerStatus status(BrokerFolders folders) {
        var state = BrokerState.read(folders.state());
        if (state.isEmpty()) return BrokerStatus.without(Condition.STOPPED);
        var process = state.get().process();
        if (!process.alive()) return BrokerStatus.without(Condition.DEAD);
        var condition = BrokerLauncher.answers(state.get()) ? Condition.RUNNING : Condition.NOT_ANSWERING;
        var kept = new BrokerUsers(folders.kafka()).kept();
        var running = new Running(state.get().bootstrap(), process.pid(), process.startedAt(), kept);
        return new BrokerStatus(condition, Optional.of(running));
    }

    /**
     * Stops the broker, whoever started it.
     *
     * @return whether there was one
     * @throws HavenException if other commands use it now
     */
    public static boolean stop(BrokerFolders folders) {
        return locked(folders, () -> {
            var users = new BrokerUsers(folders.kafka());
            if (users.anyAlive()) throw inUse(folders);
            users.release();
            return endNow(folders);
        });
    }

    private static HavenException inUse(BrokerFolders folders) {
        return new HavenException("Cannot stop the embedded broker in " + folders.kafka()
                + ": another command uses it. Wait until that has ended, or end it.");
    }

    /** A broker whose starter was killed may still be on its way up, so a living process gets its time to answer. */
    private static Optional<BrokerState> usable(BrokerFolders folders) throws InterruptedException {
        var state = BrokerState.read(folders.state());
        var deadline = System.nanoTime() + COMING_UP.toNanos();
        while (state.isPresent() && state.get().process().alive() && System.nanoTime() < deadline) {
            if (BrokerLauncher.answers(state.get())) return state;
            Thread.sleep(PAUSE);
        }
        return Optional.empty();
    }

    /** What is left of an earlier one goes first, with the wish to keep it: that was for the one that is gone. */
    private static BrokerState fresh(BrokerFolders folders) throws IOException, InterruptedException {
        new BrokerUsers(folders.kafka()).release();
        endNow(folders);
        return new BrokerLauncher(folders).start();
    }

    private static boolean endNow(BrokerFolders folders) throws IOException, InterruptedException {
        var process = BrokerState.read(folders.state())
                .flatMap(state -> state.process().running());
        if (process.isPresent()) end(process.get());
        Files.deleteIfExists(folders.state());
        return process.isPresent();
    }

    /** Asks a process to end and waits; one that does not is killed. */
    static void end(ProcessHandle process) throws InterruptedException {
        process.destroy();
        if (!endsWithin(process, SHUTDOWN)) {
            process.destroyForcibly();
            endsWithin(process, SHUTDOWN);
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration time) throws InterruptedException {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        }
    }

    private interface Action<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> T locked(BrokerFolders folders, Action<T> action) {
        try {
            var lock = BrokerLock.take(folders.kafka(), TURN).orElseThrow(() -> busy(folders));
            try (lock) {
                return action.run();
            }
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot use the folder of the embedded broker, " + folders.kafka() + ": " + e
                            + ". Check that it can be written and that its disk has space.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the embedded broker", e);
        }
    }

    private static HavenException busy(BrokerFolders folders) {
        return new HavenException("Cannot get hold of the embedded broker in " + folders.kafka()
                + ": another command has been starting or stopping it for " + TURN.toSeconds()
                + " s. End that command, then try again.");
    }
}
