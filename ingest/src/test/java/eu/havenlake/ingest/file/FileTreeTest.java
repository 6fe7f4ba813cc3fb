package eu.havenlake.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    private Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    @Test
    void filesComeInTheOrderOfTheirNamesWithoutHiddenOnes() throws IOException {
        file("b/2.json");
        file("a.json");
        file("b/1.json");
        file(".git/config");
        file("b/.DS_Store");
        FileTree tree = FileTree.of(folder, "--fhir");
        assertThat(tree.files()).extracting(tree::name).containsExactly("a.json", "b/1.json", "b/2.json");
    }

    @Test
    void singleFileIsATreeOfOne() throws IOException {
        file("a.json");
        FileTree tree = FileTree.of(folder.resolve("a.json"), "--fhir");
        assertThat(tree.files()).extracting(tree::name).containsExactly("a.json");
    }

    @Test
    void folderThatIsALinkIsRead() throws IOException {
        file("real/a.json");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        FileTree tree = FileTree.ofFolder(link, "--dicom");
        assertThat(tree.files()).extracting(tree::name).containsExactly("a.json");
    }

    @Test
    void folderThatIsNotThereIsTheUsersErrorAndNamesTheOption() {
        assertThatThrownBy(() -> FileTree.of(folder.resolve("none"), "--open-mhealth"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("--open-mhealth");
    }

    @Test
    void fileWhereAFolderIsWantedIsTheUsersError() throws IOException {
        file("a.json");
        assertThatThrownBy(() -> FileTree.ofFolder(folder.resolve("a.json"), "--images"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("not a folder");
    }

    @Test
    void fileIsOpenedWhenItsFirstRecordIsAskedForAndClosedAfterItsLast() throws IOException {
        file("a");
        file("b");
        List<String> events = new ArrayList<>();
        FileTree tree = FileTree.of(folder, "--fhir");
        Iterator<Integer> records = tree.records(file -> {
                    events.add("open " + tree.name(file));
                    return Stream.of(1, 2).onClose(() -> events.add("close " + tree.name(file)));
                })
                .iterator();
        assertThat(events).isEmpty();
        records.next();
        assertThat(events).containsExactly("open a");
        records.forEachRemaining(record -> {});
        assertThat(events).containsExactly("open a", "close a", "open b");
    }
}
