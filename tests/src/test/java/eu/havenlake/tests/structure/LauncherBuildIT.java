package eu.havenlake.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/bin/haven} in a source tree of stand-ins: a Maven that only makes the folder. */
class LauncherBuildIT {
    private static final Path SOURCE = Path.of(System.getProperty("haven.root")).resolve("deploy/bin");

    @TempDir
    Path folder;

    private Path root;
    private Path code;

    @BeforeEach
    void sourceTree() throws IOException {
        root = Files.createDirectories(folder.resolve("tree")).toRealPath();
        var bin = Files.createDirectories(root.resolve("deploy/bin"));
        for (var name : List.of("haven", "jdk.sh")) Files.copy(SOURCE.resolve(name), bin.resolve(name));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        code = Files.createDirectories(root.resolve("lake/src/main/java")).resolve("A.java");
        Files.writeString(code, "class A {}");
        maven(
                "echo $PWD >> ../builds",
                "mkdir -p deploy/target/haven-0/bin",
                "echo -Da=1 > deploy/target/haven-0/bin/jvm.options",
                "echo HavenLake > deploy/target/haven-0/RELEASE");
    }

    @Test
    void buildsOnceAndSaysSo() throws Exception {
        var first = haven();
        assertThat(first.err())
                .contains("Building HavenLake: this is the first run")
                .contains("Built in");
        assertThat(first.out()).contains("-Dhaven.dist=" + root.resolve("deploy/target/haven-0"));
        var second = haven();
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void changedSourceIsBuiltAndNamed() throws Exception {
        haven();
        touch(code);
        assertThat(haven().err()).contains("lake/src/main/java/A.java has changed");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void changedTestOrSettingNeedsNoBuild() throws Exception {
        haven();
        touch(Files.writeString(
                Files.createDirectories(root.resolve("lake/src/test/java")).resolve("T.java"), "class T {}"));
        touch(Files.writeString(Files.createDirectories(root.resolve("conf")).resolve("haven.conf"), "a = 1"));
        assertThat(haven().err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        assertThat(root.resolve("deploy/target/haven-0/conf/haven.conf")).hasContent("a = 1");
    }

    @Test
    void failingBuildIsShownAndNothingIsRun() throws Exception {
        maven("echo 'A.java:[1,7] cannot find symbol'", "exit 1");
        var result = haven();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("cannot find symbol").contains("Cannot build HavenLake");
    }

    private void maven(String... lines) throws IOException {
        Launch.script(folder.resolve("path/mvn"), List.of(lines));
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private long builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    private Launch haven() throws Exception {
        var path = folder.resolve("path") + ":/usr/bin:/bin";
        var java = Launch.jdk(folder, "java-home", "25.0.3").toString();
        return Launch.of(root.resolve("deploy/bin/haven"), folder, Map.of("PATH", path, "JAVA_HOME", java), "tables");
    }
}
