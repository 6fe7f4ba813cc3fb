package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * At most one command writes to a home at a time. The operating system holds the lock, so it ends with its process,
 * however that ends; the file beside it says who holds it.
 */
public final class WriterLock implements AutoCloseable {
    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws HavenException if another process writes to this home; it names the process
     */
    public static WriterLock take(Home home, String command) {
        Path owner = home.writable().root().resolve("writer.owner");
        try {
            FileChannel channel = FileChannel.open(
                    home.root().resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new HavenException("Cannot write to %s: %s is writing to it. Wait until it ends, or stop it."
                        .formatted(home.root(), Files.exists(owner) ? Files.readString(owner) : "another process"));
            }
            Files.writeString(owner, self(command));
            return new WriterLock(channel);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot lock %s: %s. Check the folder's permissions.".formatted(home.root(), e), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String self(String command) throws IOException {
        return "%s (pid %d, user %s, host %s, since %s)"
                .formatted(
                        command,
                        ProcessHandle.current().pid(),
                        System.getProperty("user.name"),
                        InetAddress.getLocalHost().getHostName(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
