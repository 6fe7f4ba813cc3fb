package eu.havenlake.training.bigdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @TempDir
    private Path folder;

    @Test
    void linuxOnX86WithAUsableFolderHasNoObstacle() {
        assertThat(new Platform("Linux", "amd64", folder).obstacle()).isEmpty();
        assertThat(folder).as("nothing is left behind").isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, amd64", "Linux, aarch64"})
    void otherMachinesAreNamedInOneSentence(String system, String processor) {
        assertThat(new Platform(system, processor, folder).obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains(system + " " + processor, "x86-64 only"));
    }

    @Test
    void temporaryFolderThatCannotBeWrittenIsNamedWithTheRemedy() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(new Platform("Linux", "amd64", file.resolve("below")).obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("below", "-Djava.io.tmpdir"));
    }

    @Test
    void processorWithoutVectorUnitsIsWarnedOf() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "flags\t\t: fpu sse4_2 avx\n");
        Path recent = Files.writeString(folder.resolve("recent"), "flags\t\t: fpu avx avx2 fma\n");

        assertThat(Platform.warnings(old)).singleElement().asString().contains("AVX2");
        assertThat(Platform.warnings(recent)).isEmpty();
        assertThat(Platform.warnings(folder.resolve("none"))).hasSize(1);
    }
}
