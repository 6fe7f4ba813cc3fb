package eu.havenlake.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    private Path home;

    private Path folder;
    private Path file;

    @BeforeEach
    void nameKey() {
        folder = home.resolve("keys");
        file = folder.resolve("pseudonym.key");
    }

    private Path keyOf(String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void freshKeyIsItsOwnersAlone() throws IOException {
        KeyFile.open(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    }

    @Test
    void nothingButTheKeyIsLeft() throws IOException {
        KeyFile.open(folder);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void keyIsNeverReplaced() throws IOException {
        String pseudonym = KeyFile.open(folder).of("set:1");
        String key = Files.readString(file);
        assertThat(KeyFile.open(folder).of("set:1")).isEqualTo(pseudonym);
        assertThat(file).hasContent(key);
    }

    @Test
    void twoHomesHaveTwoKeys() {
        assertThat(KeyFile.open(folder).of("set:1"))
                .isNotEqualTo(KeyFile.open(home.resolve("other")).of("set:1"));
    }

    @Test
    void keyInTheFileIsTheKeyOfThePseudonyms() throws IOException {
        keyOf("00".repeat(31) + "0a\n");
        byte[] key = new byte[32];
        key[31] = 10;
        assertThat(KeyFile.open(folder).of("set:1")).isEqualTo(new Pseudonyms(key).of("set:1"));
    }

    @Test
    void keyThatOthersCanReadIsRefused() throws IOException {
        KeyFile.open(folder);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyFile.open(folder))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("rw-r-----")
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void garbageIsRefusedAndLeftAlone() throws IOException {
        for (String garbage : new String[] {"", "not a key", "ab".repeat(31), "ab".repeat(33), "zz".repeat(32)}) {
            keyOf(garbage);
            assertThatThrownBy(() -> KeyFile.open(folder))
                    .isInstanceOf(HavenException.class)
                    .hasMessageContaining("64 hexadecimal digits");
            assertThat(file).hasContent(garbage);
        }
    }

    @Test
    void refusalDoesNotShowWhatIsInTheFile() throws IOException {
        keyOf("ab".repeat(31) + "xy");
        assertThatThrownBy(() -> KeyFile.open(folder))
                .isInstanceOf(HavenException.class)
                .hasMessageNotContaining("abab");
    }
}
