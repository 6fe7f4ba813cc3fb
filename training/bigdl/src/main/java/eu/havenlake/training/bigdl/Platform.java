package eu.havenlake.training.bigdl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Checks what BigDL's native libraries need before they are touched: a failed attempt cannot be repeated in the same JVM.
 *
 * @param system as in the system property {@code os.name}
 * @param processor as in {@code os.arch}
 * @param temporary where the libraries are unpacked to
 */
record Platform(String system, String processor, Path temporary) {
    private static final long UNPACKED_BYTES = 200L << 20;

    static Platform ofThisProcess() {
        return new Platform(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Why BigDL cannot run here, with the remedy. */
    Optional<String> obstacle() {
        if (!system.equals("Linux") || !processor.equals("amd64")) {
            return Optional.of("Cannot train with BigDL on " + system + " " + processor
                    + ": its native libraries exist for Linux on x86-64 only. Use such a machine.");
        }
        return temporaryObstacle();
    }

    private Optional<String> temporaryObstacle() {
        try {
            Files.createDirectories(temporary);
            Path probe = Files.createTempFile(temporary, "haven", ".probe");
            try {
                return unusable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return Optional.of("Cannot unpack BigDL's native libraries: the folder for temporary files " + temporary
                    + " cannot be written (" + e.getMessage() + "). Set -Djava.io.tmpdir to another folder.");
        }
    }

    private Optional<String> unusable(Path probe) throws IOException {
        Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("rwx------"));
        if (!Files.isExecutable(probe)) {
            return Optional.of("Cannot load BigDL's native libraries: the folder for temporary files " + temporary
                    + " does not allow execution. Set -Djava.io.tmpdir to a folder that is not mounted noexec.");
        }
        long free = Files.getFileStore(probe).getUsableSpace();
        return free >= UNPACKED_BYTES
                ? Optional.empty()
                : Optional.of("Cannot unpack BigDL's native libraries: " + temporary + " has " + (free >> 20)
                        + " MiB left, " + (UNPACKED_BYTES >> 20) + " are needed. Free space or set -Djava.io.tmpdir.");
    }

    /** Sentences for the user about a processor that works but slowly. */
    static List<String> warnings(Path cpuinfo) {
        try (var lines = Files.lines(cpuinfo)) {
            boolean fast = lines.anyMatch(line -> line.startsWith("flags") && line.contains(" avx2"));
            return fast ? List.of() : List.of("This processor has no AVX2: training will be several times slower.");
        } catch (IOException e) {
            return List.of("The features of the processor are not known (" + e.getMessage() + ").");
        }
    }
}
