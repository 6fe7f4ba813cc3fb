package eu.havenlake.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/bin/haven} in a distribution of stand-ins: a Java that prints how it was called. */
class LauncherIT {
    private static final Path SOURCE = Path.of(System.getProperty("haven.root")).resolve("deploy/bin");
    private static final String OPTIONS = "-Da=1 --add-opens=java.base/java.lang=ALL-UNNAMED\n"
            + "  --add-opens=java.base/sun.security.action=ALL-UNNAMED\n";

    @TempDir
    Path folder;

    private Path dist;

    @BeforeEach
    void distribution() throws IOException {
        dist = Files.createDirectories(folder.resolve("haven 0")).toRealPath();
        var bin = Files.createDirectories(dist.resolve("bin"));
        for (var name : List.of("haven", "jdk.sh")) Files.copy(SOURCE.resolve(name), bin.resolve(name));
        Files.writeString(bin.resolve("jvm.options"), OPTIONS);
        Files.writeString(dist.resolve("RELEASE"), "HavenLake 0\n");
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        var result = haven(Map.of("HAVEN_JDK_FOLDERS", ""), "run");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("Cannot start HavenLake: no JDK 21 or later")
                .contains("openjdk-21-jdk")
                .contains("JAVA_HOME");
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        var old = Launch.jdk(folder, "old", "17.0.15");
        var result = haven(Map.of("JAVA_HOME", old.toString(), "HAVEN_JDK_FOLDERS", old.toString()), "run");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void newestOfTheFoundIsTaken() throws Exception {
        var folders = Launch.jdk(folder, "a", "21.0.2") + ":" + Launch.jdk(folder, "b", "25.0.3") + ":"
                + Launch.jdk(folder, "c", "1.8.0_402");
        var result = haven(Map.of("HAVEN_JDK_FOLDERS", folders), "run");
        assertThat(result.out()).startsWith("java b\n");
    }

    @Test
    void chosenJdkGoesBeforeANewerOne() throws Exception {
        var chosen = Launch.jdk(folder, "chosen", "21.0.2").toString();
        var result = haven(
                Map.of(
                        "JAVA_HOME",
                        chosen,
                        "HAVEN_JDK_FOLDERS",
                        Launch.jdk(folder, "b", "25").toString()),
                "run");
        assertThat(result.out()).startsWith("java chosen\n");
    }

    @Test
    void chosenCollectorIsTheOnlyOne() throws Exception {
        var environment = Map.of(
                "HAVEN_JDK_FOLDERS", Launch.jdk(folder, "b", "25").toString(), "HAVEN_JAVA_OPTS", "-XX:+UseG1GC");
        assertThat(haven(environment, "tables").out()).contains("-XX:+UseG1GC").doesNotContain("ParallelGC");
    }

    @Test
    void javaIsCalledWithOptionsHeapAndTheArgumentsAsTheyAre() throws Exception {
        var environment = Map.of(
                "HAVEN_JDK_FOLDERS",
                Launch.jdk(folder, "b", "25.0.3").toString(),
                "HAVEN_HEAP",
                "1g",
                "HAVEN_JAVA_OPTS",
                "-Dx=1 -Dy=2");
        var result = haven(environment, "sql", "SELECT  * FROM \"t\"");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines().skip(1))
                .containsExactly(
                        "-Da=1",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-XX:+UseParallelGC",
                        "-Xmx1g",
                        "-Dx=1",
                        "-Dy=2",
                        "-Dhaven.dist=" + dist,
                        "-cp",
                        dist + "/jars/*",
                        "eu.havenlake.jobs.cli.Haven",
                        "sql",
                        "SELECT  * FROM \"t\"");
    }

    @Test
    void exitCodeIsThatOfJava() throws Exception {
        var jdk = Launch.jdk(folder, "b", "25.0.3");
        Files.writeString(jdk.resolve("bin/java"), "#!/bin/bash\nexit 7\n");
        assertThat(haven(Map.of("HAVEN_JDK_FOLDERS", jdk.toString())).code()).isEqualTo(7);
    }

    /** On an empty path: no Java of this machine can be found there. */
    private Launch haven(Map<String, String> environment, String... arguments) throws Exception {
        return Launch.of(dist.resolve("bin/haven"), folder, environment, arguments);
    }
}
