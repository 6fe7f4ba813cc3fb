package eu.havenlake.ingest.demo;

import eu.havenlake.lake.HavenException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A program that runs to its end while its output is read line by line and kept in a file.
 *
 * @param command program and arguments
 * @param folder where it runs
 * @param log file that keeps what it prints
 */
record Child(List<String> command, Path folder, Path log) {

    /**
     * Runs it.
     *
     * @param lines told of each line that it prints
     * @param remedy what to do where the program is not there
     * @return its exit code
     */
    int run(Consumer<String> lines, String remedy) {
        Process process = start(remedy);
        try (BufferedReader output = process.inputReader();
                PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log), true)) {
            output.lines().forEach(line -> {
                kept.println(line);
                lines.accept(line);
            });
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot keep the output of " + command.getFirst() + " in " + log + ": " + e.getMessage()
                            + ". Check that the disk has room.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HavenException(
                    "Cannot wait for " + command.getFirst() + ": it was interrupted. Run it again.", e);
        } finally {
            process.destroy();
        }
    }

    private Process start(String remedy) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new HavenException("Cannot start " + command.getFirst() + ": " + e.getMessage() + ". " + remedy, e);
        }
    }
}
