package eu.havenlake.ingest.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who needs the broker: one file per user in {@code <kafka>/users}, named by process, and the file {@code keep} while
 * it is wanted without any. The broker's process looks here and ends itself when nobody is left, so that it never
 * outlives a command that was killed. Plain JDK: the broker's process has no other class of ours.
 */
record BrokerUsers(Path kafka) {

    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-(\\d{1,18})-.*");

    /** The file that says so; delete it when done. */
    Path enter() throws IOException {
        var self = ProcessIdentity.current();
        return Files.createTempFile(
                Files.createDirectories(users()),
                self.pid() + "-" + self.startedAt().toEpochMilli() + "-",
                ".user");
    }

    boolean kept() {
        return Files.exists(keepFile());
    }

    void keep() throws IOException {
        Files.writeString(keepFile(), "Started to stay: haven broker stop ends it.\n");
    }

    void release() throws IOException {
        Files.deleteIfExists(keepFile());
    }

    boolean wanted() throws IOException {
        return kept() || anyAlive();
    }

    boolean anyAlive() throws IOException {
        if (!Files.isDirectory(users())) return false;
        try (var files = Files.list(users())) {
            return files.anyMatch(
                    file -> user(file).filter(ProcessIdentity::alive).isPresent());
        }
    }

    /** Files of processes that ended without a word. */
    void dropDead() throws IOException {
        if (!Files.isDirectory(users())) return;
        try (var files = Files.list(users())) {
            for (var file : files.toList()) {
                if (user(file).filter(ProcessIdentity::alive).isEmpty()) Files.deleteIfExists(file);
            }
        }
    }

    private static Optional<ProcessIdentity> user(Path file) {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) return Optional.empty();
        var startedAt = Instant.ofEpochMilli(Long.parseLong(name.group(2)));
        return Optional.of(new ProcessIdentity(Long.parseLong(name.group(1)), startedAt));
    }

    private Path users() {
        return kafka.resolve("users");
    }

    private Path keepFile() {
        return kafka.resolve("keep");
    }
}
