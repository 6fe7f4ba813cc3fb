package eu.havenlake.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Greatest resident set of this process (VmHWM of proc(5)), on Linux. The broker is another process and not in it.
 */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    /** What proc(5) wants written to bring VmHWM down to the present size. */
    private static final String RESET_PEAK = "5";

    private PeakMemory() {}

    /** Forgets what was, where the kernel allows it. */
    static boolean forget() {
        try {
            Files.writeString(CLEAR, RESET_PEAK);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** In kB, since it was last forgotten; 0 where there is no such file. */
    static long kilobytes() {
        return status("VmHWM:");
    }

    /** The present resident set in kB; 0 where there is no such file. */
    static long now() {
        return status("VmRSS:");
    }

    private static long status(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** From when on the figure counts. */
    static String explanation() {
        return forget() ? "forgotten before each run" : "not forgotten between runs: this kernel does not allow it";
    }
}
