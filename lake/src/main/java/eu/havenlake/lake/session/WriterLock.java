package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * At most one command writes to an area of a home at a time. On one machine the operating system holds the lock, so it
 * ends with its process, however that ends. Where the home lies on a file system whose locks other machines do not see,
 * a sign of life in the owner's file tells them. The lock spares commands each other's conflicts; that nothing is there
 * twice does not rest on it, but on the tables' own commits.
 */
public final class WriterLock implements AutoCloseable {
    /** How often an owner gives a sign of life. */
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final List<AreaLock> held;
    private final ScheduledExecutorService heart;

    private WriterLock(List<AreaLock> held) {
        this.held = held;
        this.heart = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("heartbeat").daemon().factory());
        heart.scheduleAtFixedRate(
                () -> held.forEach(AreaLock::beat), BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    }

    /** The name of this machine, from whatever knows it. */
    @FunctionalInterface
    interface HostName {
        String get() throws UnknownHostException;
    }

    /** Takes every area of a home. */
    public static WriterLock take(Home home, String command) {
        return take(home, command, Area.values());
    }

    /**
     * Takes areas of a home.
     *
     * @throws HavenException if another command writes to one of them; it names the process
     */
    public static WriterLock take(Home home, String command, Area... areas) {
        return take(
                home,
                command,
                Clock.systemUTC(),
                () -> InetAddress.getLocalHost().getHostName(),
                areas);
    }

    static synchronized WriterLock take(Home home, String command, Clock clock, HostName host, Area... areas) {
        Owner owner = Owner.here(command, nameOf(host));
        home.writable();
        List<AreaLock> held = new ArrayList<>();
        try {
            for (Area area : Arrays.stream(areas).sorted().toList()) {
                held.add(AreaLock.take(home, area, owner, clock));
            }
            return new WriterLock(List.copyOf(held));
        } catch (IOException e) {
            closeAll(held);
            throw new HavenException(
                    "Cannot lock %s: %s. Check the folder's permissions.".formatted(home.locks(), e), e);
        } catch (RuntimeException e) {
            closeAll(held);
            throw e;
        }
    }

    private static String nameOf(HostName host) {
        try {
            return host.get();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static void closeAll(List<AreaLock> locks) {
        for (AreaLock lock : locks) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        closeAll(held);
    }
}
