package eu.havenlake.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    /** SHA-256 of "abc" (FIPS 180-4, appendix B.1 of its first edition). */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    private Path root;
    private Path file;
    private ObjectStore store;

    @BeforeEach
    void makeStore() throws IOException {
        root = folder.resolve("objects");
        file = Files.writeString(folder.resolve("file"), "abc");
        store = ObjectStore.open(root.toUri(), new Configuration());
    }

    private Stream<Path> objects() throws IOException {
        return Files.walk(root).filter(Files::isRegularFile);
    }

    @Test
    void objectIsNamedByItsBytes() throws IOException {
        assertThat(store.put(file)).isEqualTo(new ObjectStore.StoredObject(ABC, "ba/" + ABC, 3));
        assertThat(store.read("ba/" + ABC)).asString().isEqualTo("abc");
    }

    @Test
    void storeHoldsNothingButTheObjects() throws IOException {
        store.put(file);
        assertThat(objects()).containsExactly(root.resolve("ba").resolve(ABC));
    }

    @Test
    void objectThatIsThereIsNotWrittenAgain() throws IOException {
        store.put(file);
        Path object = root.resolve("ba").resolve(ABC);
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(object, longAgo);
        store.put(file);
        assertThat(Files.getLastModifiedTime(object)).isEqualTo(longAgo);
    }

    @Test
    void halfAnObjectIsMended() throws IOException {
        Path object = root.resolve("ba").resolve(ABC);
        Files.createDirectories(object.getParent());
        Files.writeString(object, "a");
        store.put(file);
        assertThat(object).hasContent("abc");
    }

    @Test
    void fileThatCannotBeReadIsItsOwnTrouble() {
        assertThatThrownBy(() -> store.put(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void storeThatCannotBeWrittenIsEverybodysTrouble() throws IOException {
        Files.writeString(root, "a file where the folder should be");
        assertThatThrownBy(() -> store.put(file))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot write to the object store");
    }

    @Test
    void schemeThatHadoopDoesNotKnowIsTheUsersError() {
        assertThatThrownBy(() -> ObjectStore.open(java.net.URI.create("nonsense://objects"), new Configuration()))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("nonsense");
    }
}
