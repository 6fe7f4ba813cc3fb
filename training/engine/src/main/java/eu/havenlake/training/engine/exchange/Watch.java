package eu.havenlake.training.engine.exchange;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks all peers whether they are there, so that one that hangs is noticed. A peer that only computes for long answers:
 * the question goes to threads of its network layer.
 */
final class Watch implements AutoCloseable {
    private static final int QUESTIONS = 3;

    /** Spark closes a connection on which a question waits and nothing moves, after two minutes by default. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ScheduledExecutorService timer;

    /** @param patience after which a silent peer is given up */
    Watch(List<Peer> peers, Duration patience) {
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("training-watch").factory());
        // A delay, not a rate: a worker that was itself stopped must not count all it has missed against its peers.
        long pause = Math.min(patience.toMillis() / (QUESTIONS + 1), LONGEST_PAUSE.toMillis());
        // A peer that hangs just after an answer is given up by the question after the last one that may stay open.
        int questions = (int) (patience.toMillis() / pause) - 1;
        timer.scheduleWithFixedDelay(
                () -> peers.forEach(peer -> peer.ask(questions)), pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
