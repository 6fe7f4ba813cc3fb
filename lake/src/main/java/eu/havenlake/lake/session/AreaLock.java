package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lock of one area; the file beside it says who holds it, and is gone when a holder ends in order. */
final class AreaLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AreaLock.class);

    private final FileChannel channel;
    private final Path file;
    private final Owner owner;
    private final Clock clock;

    private AreaLock(FileChannel channel, Path file, Owner owner, Clock clock) {
        this.channel = channel;
        this.file = file;
        this.owner = owner;
        this.clock = clock;
    }

    static AreaLock take(Home home, Area area, Owner owner, Clock clock) throws IOException {
        Path folder = Files.createDirectories(home.locks());
        Path file = folder.resolve(area.label() + ".owner");
        // Not even opened where this process holds it: POSIX drops a lock when any channel of its file is closed.
        Optional<Owner> other = Owner.read(file);
        if (other.isPresent() && other.get().isSameProcess(owner)) {
            throw heldBy(other, home);
        }
        FileChannel channel = FileChannel.open(
                folder.resolve(area.label() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null || isHeldElsewhere(file, owner, clock)) {
            channel.close();
            throw heldBy(Owner.read(file), home);
        }
        AreaLock lock = new AreaLock(channel, file, owner, clock);
        owner.write(file, clock.instant());
        return lock;
    }

    private static boolean isHeldElsewhere(Path file, Owner owner, Clock clock) throws IOException {
        return Owner.read(file)
                .filter(other -> other.livesElsewhere(owner, clock.instant()))
                .isPresent();
    }

    private static HavenException heldBy(Optional<Owner> owner, Home home) {
        return new HavenException("Cannot write to %s: %s is writing to it. Wait until it ends, or stop it."
                .formatted(home.root(), owner.map(Owner::process).orElse("another process")));
    }

    /** A sign of life. Where it cannot be given, as on a full disk, the work goes on: on this machine the lock holds. */
    void beat() {
        try {
            owner.write(file, clock.instant());
        } catch (IOException e) {
            LOG.warn("Cannot give a sign of life in {}", file, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
