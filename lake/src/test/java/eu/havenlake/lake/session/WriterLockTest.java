package eu.havenlake.lake.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
    @TempDir
    private Path folder;

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
            assertThat(Files.readString(folder.resolve("writer.owner"))).startsWith("haven ingest (pid ");
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
        try (WriterLock held = WriterLock.take(home, "haven curate", nameless)) {
            assertThat(held).isNotNull();
            assertThat(Files.readString(folder.resolve("writer.owner"))).contains("host unknown");
        }
    }

    @Test
    void ownerThatWasKilledIsForgotten() throws IOException {
        String same = "haven ingest (pid %d, user me, host here, since 2020-01-01T00:00:00Z)"
                .formatted(ProcessHandle.current().pid());
        Files.writeString(folder.resolve("writer.owner"), same);
        try (WriterLock second = WriterLock.take(new Home(folder), "haven curate")) {
            assertThat(second).isNotNull();
        }
        assertThat(folder.resolve("writer.owner")).doesNotExist();
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
        Files.createDirectories(folder.resolve("writer.lock"));
        assertThatThrownBy(() -> WriterLock.take(new Home(folder), "haven curate"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot lock");
    }
}
