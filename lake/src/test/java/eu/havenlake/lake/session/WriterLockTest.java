package eu.havenlake.lake.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
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
    void homeThatCannotBeLockedIsTheUsersError() throws IOException {
        Files.createDirectories(folder.resolve("writer.lock"));
        assertThatThrownBy(() -> WriterLock.take(new Home(folder), "haven curate"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot lock");
    }
}
