package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * At most one command writes to a home at a time. The operating system holds the lock, so it ends with its process,
 * however that ends; the file beside it says who holds it, and is gone when a holder ends in order.
 */
public final class WriterLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path owner;

    private WriterLock(FileChannel channel, Path owner) {
        this.channel = channel;
        this.owner = owner;
    }

    /** The name of this machine, from whatever knows it. */
    @FunctionalInterface
    interface HostName {
        String get() throws UnknownHostException;
    }

    /**
     * Takes the lock.
     *
     * @throws HavenException if another command writes to this home; it names the process
     */
    public static WriterLock take(Home home, String command) {
        return take(home, command, () -> InetAddress.getLocalHost().getHostName());
    }

    static synchronized WriterLock take(Home home, String command, HostName host) {
        Path owner = home.writable().root().resolve("writer.owner");
        String process = process(host);
        try {
            // Not even opened where this process holds it: POSIX drops a lock when any channel of its file is closed.
            if (owner(owner).filter(text -> text.endsWith(process)).isPresent()) {
                throw heldBy(owner, home);
            }
            FileChannel channel = FileChannel.open(
                    home.root().resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw heldBy(owner, home);
            }
            Files.writeString(owner, command + " " + process);
            return new WriterLock(channel, owner);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot lock %s: %s. Check the folder's permissions.".formatted(home.root(), e), e);
        }
    }

    private static HavenException heldBy(Path owner, Home home) throws IOException {
        return new HavenException("Cannot write to %s: %s is writing to it. Wait until it ends, or stop it."
                .formatted(home.root(), owner(owner).orElse("another process")));
    }

    private static Optional<String> owner(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** This process, told from an earlier one of the same number by when it began. */
    private static String process(HostName host) {
        return "(pid %d, user %s, host %s, since %s)"
                .formatted(
                        ProcessHandle.current().pid(),
                        System.getProperty("user.name"),
                        nameOf(host),
                        ProcessHandle.current()
                                .info()
                                .startInstant()
                                .map(start ->
                                        start.truncatedTo(ChronoUnit.SECONDS).toString())
                                .orElse("its start"));
    }

    private static String nameOf(HostName host) {
        try {
            return host.get();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
