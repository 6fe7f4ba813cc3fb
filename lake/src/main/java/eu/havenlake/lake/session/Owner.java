package eu.havenlake.lake.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Who holds an area. As a file it has three lines: the command and its process, the machine, the last sign of life.
 *
 * @param process command, and the process told from an earlier one of the same number by when it began
 * @param host machine that it runs on
 * @param seen last sign of life
 */
record Owner(String process, String host, Instant seen) {
    /** An owner on another machine that gave no sign for so long is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Owner here(String command, String host) {
        return new Owner(
                "%s (pid %d, user %s, host %s, since %s)"
                        .formatted(
                                command,
                                ProcessHandle.current().pid(),
                                System.getProperty("user.name"),
                                host,
                                ProcessHandle.current()
                                        .info()
                                        .startInstant()
                                        .map(start -> start.truncatedTo(ChronoUnit.SECONDS)
                                                .toString())
                                        .orElse("its start")),
                host,
                Instant.EPOCH);
    }

    /** What the file says; empty where there is none or it is damaged, as none that is written here can be. */
    static Optional<Owner> read(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() == 3
                    ? Optional.of(new Owner(lines.get(0), lines.get(1), Instant.parse(lines.get(2))))
                    : Optional.empty();
        } catch (NoSuchFileException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes the file with a sign of life, so that nobody ever reads half of it. */
    void write(Path file, Instant now) throws IOException {
        Path fresh = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        Files.write(
                fresh,
                List.of(process, host, now.truncatedTo(ChronoUnit.SECONDS).toString()));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether this is the same process, whatever command it runs. */
    boolean isSameProcess(Owner other) {
        return process.endsWith(other.process.substring(other.process.indexOf(" (pid ")));
    }

    /** Whether it is on a machine other than {@code here} and was seen lately. */
    boolean livesElsewhere(Owner here, Instant now) {
        return !host.equals(here.host) && Duration.between(seen, now).abs().compareTo(PATIENCE) < 0;
    }
}
