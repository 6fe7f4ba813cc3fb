package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheaTest {
    @TempDir
    private Path folder;

    @Test
    void missingProgramIsToldWithItsRemedy() {
        Child child = new Child(List.of("no-such-program"), folder, folder.resolve("log"));
        assertThatThrownBy(() -> child.run(line -> {}, "Install it."))
                .isInstanceOf(HavenException.class)
                .hasMessageStartingWith("Cannot start no-such-program: ")
                .hasMessageEndingWith("Install it.");
    }

    @Test
    void outputIsHeardAndKept() {
        List<String> heard = new ArrayList<>();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path log = folder.resolve("log");
        int exit = new Child(List.of(java, "--no-such-option"), folder, log).run(heard::add, "");
        assertThat(exit).isOne();
        assertThat(heard).anyMatch(line -> line.contains("--no-such-option"));
        assertThat(log).content().isEqualTo(String.join("\n", heard) + "\n");
    }

    @Test
    void jarsThatCannotBeFetchedLeaveNothingBehind() {
        Path jars = folder.resolve("jars");
        Synthea synthea = new Synthea(jars, folder.resolve("no-such-pom.xml"));
        assertThatThrownBy(() -> synthea.write(folder.resolve("out"), 2, 1, line -> {}))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("haven run --fhir PATH");
        assertThat(jars).doesNotExist();
    }
}
