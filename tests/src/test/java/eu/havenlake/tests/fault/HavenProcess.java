package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code haven} command of the distribution in a process of its own, which a test may stop where it stands and kill. */
record HavenProcess(Process process, Instant began, Path out, Path err) implements AutoCloseable {
    private static final Path HAVEN = warmedUp(Path.of(System.getProperty("haven.dist")));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What a command left when it ended. */
    record Ended(int code, String out, String err, Duration took) {
        /** The one way in which a command refuses: a sentence for its user, and nothing of Java's. */
        void refusedWith(int expected) {
            assertThat(code).as(err).isEqualTo(expected);
            assertThat(err.strip().lines()).as(err).hasSize(1);
            assertThat(err).doesNotContain("Exception", "\tat ", "bug in HavenLake");
        }
    }

    /** Whether a command has come to where it is to be stopped. */
    interface Moment {
        boolean hasCome() throws IOException;
    }

    /** Starts a command on a home. */
    static HavenProcess start(Path home, String... arguments) throws IOException {
        Path out = Files.createTempFile("haven", ".out");
        Path err = Files.createTempFile("haven", ".err");
        List<String> command = new ArrayList<>(List.of(HAVEN.toString(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("HAVEN_HEAP", "1g");
        // A command over so few records ends before the optimising compiler has paid.
        builder.environment().put("HAVEN_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return new HavenProcess(builder.start(), Instant.now(), out, err);
    }

    /** The command of a distribution in which a start takes half the time, where Java is new enough for that. */
    private static Path warmedUp(Path distribution) {
        Path haven = distribution.resolve("bin").resolve("haven");
        try (Stream<Path> files = Files.list(distribution)) {
            FileTime made = Files.getLastModifiedTime(distribution.resolve("RELEASE"));
            if (files.noneMatch(file -> file.toString().endsWith(".aot") && isAfter(file, made))) {
                new ProcessBuilder(haven.toString(), "warm-up")
                        .inheritIO()
                        .start()
                        .waitFor();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Cannot warm up " + distribution, e);
        }
        return haven;
    }

    private static boolean isAfter(Path file, FileTime time) {
        try {
            return Files.getLastModifiedTime(file).compareTo(time) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Ended run(Path home, String... arguments) throws IOException, InterruptedException {
        try (HavenProcess command = start(home, arguments)) {
            return command.ended();
        }
    }

    long pid() {
        return process.pid();
    }

    Ended ended() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s ends", process)
                .isTrue();
        Duration took = Duration.between(began, Instant.now());
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err), took);
    }

    /** Stops the process with all its threads in the moment, however short that is: it holds what it holds. */
    void stopWhen(Moment moment) throws IOException, InterruptedException {
        while (!moment.hasCome()) {
            assertThat(process.isAlive())
                    .as("it runs until then: %s%s", Files.readString(out), Files.readString(err))
                    .isTrue();
            assertThat(Duration.between(began, Instant.now())).isLessThan(PATIENCE);
            Thread.sleep(5);
        }
        int signalled = new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + pid())
                .start()
                .waitFor();
        assertThat(signalled).isZero();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
