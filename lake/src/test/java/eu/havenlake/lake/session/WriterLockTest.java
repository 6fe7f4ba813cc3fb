package eu.havenlake.lake.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path owner(Area area) {
        return folder.resolve("locks").resolve(area.label() + ".owner");
    }

    @Test
    void secondWriterIsToldWhoHoldsTheHome() {
        Home home = new Home(folder);
        try (WriterLock held = WriterLock.take(home, "haven curate")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> WriterLock.take(home, "haven ingest"))
                    .isInstanceOf(HavenException.class)
                    .hasMessageContaining("Cannot write to " + folder)
                    .hasMessageContaining("haven curate")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageNotContaining("haven ingest");
        }
    }

    @Test
    void homeIsFreeAfterItsWriterEnds() throws IOException {
        Home home = new Home(folder);
        WriterLock.take(home, "haven curate").close();
        try (WriterLock second = WriterLock.take(home, "haven ingest")) {
            assertThat(second).isNotNull();
            assertThat(Files.readString(owner(Area.SILVER))).startsWith("haven ingest (pid ");
        }
    }

    @Test
    void twoHomesHaveTwoWriters() {
        try (WriterLock one = WriterLock.take(new Home(folder.resolve("one")), "haven curate");
                WriterLock two = WriterLock.take(new Home(folder.resolve("two")), "haven curate")) {
            assertThat(one).isNotSameAs(two);
        }
    }

    @Test
    void machineWithoutANameCanWrite() throws IOException {
        Home home = new Home(folder);
        WriterLock.HostName nameless = () -> {
            throw new UnknownHostException("lab: Name or service not known");
        };
        try (WriterLock held = WriterLock.take(home, "haven curate", CLOCK, nameless, Area.SILVER)) {
            assertThat(held).isNotNull();
            assertThat(Files.readString(owner(Area.SILVER))).contains("host unknown");
        }
    }

    @Test
    void commandsOfDifferentAreasWriteSideBySide() {
        Home home = new Home(folder);
        try (WriterLock ingest = WriterLock.take(home, "haven ingest", Area.BRONZE);
                WriterLock curate = WriterLock.take(home, "haven curate", Area.SILVER)) {
            assertThat(ingest).isNotSameAs(curate);
            assertThatThrownBy(() -> WriterLock.take(home, "haven run")).hasMessageContaining("haven ingest (pid ");
        }
    }

    @Test
    void refusedCommandLeavesTheAreasFreeThatItHadAlready() {
        Home home = new Home(folder);
        try (WriterLock curate = WriterLock.take(home, "haven curate", Area.SILVER)) {
            assertThat(curate).isNotNull();
            assertThatThrownBy(() -> WriterLock.take(home, "haven run")).isInstanceOf(HavenException.class);
            WriterLock.take(home, "haven ingest", Area.BRONZE).close();
        }
    }

    private static final String KILLED = "haven ingest (pid %d, user me, host %s, since 2020-01-01T00:00:00Z)";

    private void leaveOwner(String host, Instant seen) throws IOException {
        Files.createDirectories(folder.resolve("locks"));
        new Owner(KILLED.formatted(ProcessHandle.current().pid(), host), host, Instant.EPOCH)
                .write(owner(Area.SILVER), seen);
    }

    private WriterLock takeHere() {
        return WriterLock.take(new Home(folder), "haven curate", CLOCK, () -> "here", Area.SILVER);
    }

    @Test
    void ownerThatWasKilledOnThisMachineIsForgottenAtOnce() throws IOException {
        leaveOwner("here", CLOCK.instant());
        takeHere().close();
        assertThat(owner(Area.SILVER)).doesNotExist();
    }

    @Test
    void ownerOnAnotherMachineHoldsTheAreaWhileItGivesSignsOfLife() throws IOException {
        leaveOwner("there", CLOCK.instant().minusSeconds(59));
        assertThatThrownBy(this::takeHere).hasMessageContaining("host there");
        leaveOwner("there", CLOCK.instant().minusSeconds(61));
        takeHere().close();
    }

    /** POSIX drops all of a process's locks on a file when the process closes any channel of it. */
    @Test
    void refusedTakeInTheSameProcessLeavesTheLockInForce() throws Exception {
        Home home = new Home(folder);
        try (WriterLock held = WriterLock.take(home, "haven curate")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> WriterLock.take(home, "haven ingest")).isInstanceOf(HavenException.class);
            assertThat(takenByAnotherProcess()).startsWith("Cannot write to " + folder + ": haven curate (pid ");
        }
        assertThat(takenByAnotherProcess()).isEqualTo("taken");
    }

    private String takenByAnotherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Takes the lock of the home that it is given, and says how that went. */
    static final class Taker {
        public static void main(String[] args) {
            try (WriterLock lock = WriterLock.take(new Home(Path.of(args[0])), "another")) {
                System.out.println(lock == null ? "nothing" : "taken");
            } catch (HavenException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void homeThatCannotBeLockedIsTheUsersError() throws IOException {
        Files.createDirectories(folder.resolve("locks/bronze.lock"));
        assertThatThrownBy(() -> WriterLock.take(new Home(folder), "haven curate"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot lock");
    }
}
