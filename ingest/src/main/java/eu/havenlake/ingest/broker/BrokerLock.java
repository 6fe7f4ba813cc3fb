package eu.havenlake.ingest.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to start, stop, join or leave the broker of one folder: held by one at a time, over all processes of the
 * machine, and given back by the system when its holder dies.
 */
final class BrokerLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FileChannel channel;
    private final FileLock lock;

    private BrokerLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Empty if another holds it now. */
    static Optional<BrokerLock> tryTake(Path kafka) throws IOException {
        Files.createDirectories(kafka);
        var channel = FileChannel.open(kafka.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = Optional.<FileLock>empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // Another thread of this JVM holds it: the same to the caller as another process.
        } finally {
            if (lock.isEmpty()) channel.close();
        }
        return lock.map(held -> new BrokerLock(channel, held));
    }

    /** Waits for it; empty if it was not given in that time. */
    static Optional<BrokerLock> take(Path kafka, Duration patience) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var lock = tryTake(kafka);
        while (lock.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            lock = tryTake(kafka);
        }
        return lock;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
