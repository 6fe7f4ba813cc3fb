package eu.havenlake.lake.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void relativeHomeBecomesAbsolute() {
        assertThat(new Home(Path.of("a/../b")).root())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("b"));
    }

    @Test
    void everythingLiesWithinTheHomeAndApart() {
        Home home = new Home(folder);
        List<Path> all = List.of(
                home.lake(),
                home.objects(),
                home.kafka(),
                home.models(),
                home.reports(),
                home.keys(),
                home.logs(),
                home.locks(),
                home.checkpoints(),
                home.demo(),
                home.scratch());
        assertThat(all)
                .doesNotHaveDuplicates()
                .allSatisfy(part -> assertThat(part.getParent()).isEqualTo(folder));
    }

    @Test
    void homeIsMadeAndLeftEmpty() {
        Home home = new Home(folder.resolve("deep/home"));
        assertThat(home.writable()).isEqualTo(home);
        assertThat(home.lake()).isEmptyDirectory();
    }

    @Test
    void homeThatIsAFileIsTheUsersError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new Home(file).writable())
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot write to " + file)
                .hasMessageContaining("--home");
    }

    @Test
    void databaseThatIsAFileIsNamed() throws IOException {
        Home home = new Home(folder).writable();
        Files.writeString(home.lake().resolve("README.txt"), "no database");
        Path bronze = Files.writeString(home.lake().resolve("bronze"), "");
        assertThatThrownBy(home::writable)
                .isInstanceOf(HavenException.class)
                .hasMessageStartingWith("Cannot write to " + bronze + ": a file is where the folder belongs.")
                .hasMessageContaining("--home");
    }

    @Test
    void databasesStayAsTheyAre() throws IOException {
        Home home = new Home(folder).writable();
        Files.createDirectory(home.lake().resolve("bronze"));
        assertThat(home.writable().lake().resolve("bronze")).isEmptyDirectory();
    }
}
