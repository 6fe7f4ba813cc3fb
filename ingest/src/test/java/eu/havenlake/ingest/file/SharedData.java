package eu.havenlake.ingest.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real data beside the repository; tests that need it are skipped where it is missing. */
public final class SharedData {
    private SharedData() {}

    /** A folder or file below {@code shared/data}. */
    public static Path path(String name) {
        Path data =
                Path.of(System.getProperty("haven.root", ".")).toAbsolutePath().resolveSibling("shared/data");
        Path wanted = data.resolve(name);
        assumeTrue(Files.exists(wanted), () -> "skipped: no test data in " + wanted);
        return wanted;
    }
}
