package eu.havenlake.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One call of the launcher script, with stand-ins for the programs it calls. */
record Launch(int code, String out, String err) {

    static Launch of(Path script, Path folder, Map<String, String> environment, String... arguments) throws Exception {
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var command = Stream.concat(Stream.of("/bin/bash", script.toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("path").toString());
        builder.environment().putAll(environment);
        var code = builder.start().waitFor();
        return new Launch(code, Files.readString(out), Files.readString(err));
    }

    /** A Java that prints its name and how it was called, an argument a line. */
    static Path jdk(Path folder, String name, String version) throws IOException {
        var jdk = Files.createDirectories(folder.resolve(name));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), List.of("echo java " + name, "printf '%s\\n' \"$@\""));
        return jdk;
    }

    static void script(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
