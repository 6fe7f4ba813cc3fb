package eu.havenlake.jobs.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Tells work that goes on and on that its process was asked to end (by Ctrl-C, or by TERM), and lets it end in order:
 * until this is closed, Spark and the process stay.
 */
public final class StopSignal implements AutoCloseable {
    /** Before Spark's own hook, which would end the session under a batch. */
    private static final int BEFORE_SPARK = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable hook = this::askAndWait;

    private StopSignal() {}

    /** Listens from now on. */
    public static StopSignal listen() {
        StopSignal signal = new StopSignal();
        ShutdownHookManager.get().addShutdownHook(signal.hook, BEFORE_SPARK, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return signal;
    }

    /** Asks for the end, as the operating system would. */
    void ask() {
        asked.countDown();
    }

    /** Whether the end is asked for. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    private void askAndWait() {
        ask();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the end is asked for, now or before the pause is over. */
    boolean isAskedWithin(Duration pause) {
        try {
            return asked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
