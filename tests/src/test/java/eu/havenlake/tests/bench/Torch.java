package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** PyTorch in a process of its own, which waits while the other side works. */
final class Torch implements Side, Side.Work, AutoCloseable {
    /** Ends that are known: the script finds no PyTorch; SIGFPE, which a JVM turns into SIGABRT. */
    private static final Set<Integer> REASONS = Set.of(3, 134, 136);

    private final Process python;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final String version;
    private final int images;

    private Torch(Process python, BufferedReader answers, String version, int images) {
        this.python = python;
        this.answers = answers;
        this.orders = python.outputWriter(StandardCharsets.UTF_8);
        this.version = version;
        this.images = images;
    }

    /** Where PyTorch comes from. */
    enum Source {
        /** The Python that {@code haven.python} names. */
        PYTHON {
            @Override
            List<String> command() {
                return List.of(
                        System.getProperty("haven.python", "python3"),
                        Path.of("src/test/python/train_loop.py")
                                .toAbsolutePath()
                                .toString());
            }
        },
        /** The natives that the Deep Java Library brings; the class is there in benchmarks only. */
        DJL {
            @Override
            List<String> command() {
                return List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Else what it says of its own death would be read as its answer.
                        "-XX:+SuppressFatalErrorMessage",
                        "-DDJL_CACHE_DIR=" + Path.of("target/djl").toAbsolutePath(),
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "eu.havenlake.tests.bench.DjlLoop");
            }
        };

        abstract List<String> command();
    }

    /**
     * Ready to go through {@code images} images again and again; the test is skipped where PyTorch is missing, or dies of
     * its first pass.
     */
    static Torch start(Source source, String model, int side, int batch, int classes, int images) throws IOException {
        List<String> command = new ArrayList<>(source.command());
        for (int number : new int[] {side, batch, classes, Runtime.getRuntime().availableProcessors()}) {
            command.add(String.valueOf(number));
        }
        command.add(source.command().size(), model);
        Process python = process(command);
        BufferedReader answers = python.inputReader(StandardCharsets.UTF_8);
        String version = answers.readLine();
        if (version == null) {
            int end = python.onExit().join().exitValue();
            assumeTrue(
                    !REASONS.contains(end),
                    () ->
                            "PyTorch of %s ended with %d: 3 = torch or torchvision is missing (name a Python that has them with -Dhaven.python), 134 and 136 = its native code died"
                                    .formatted(source, end));
        }
        assertThat(version).as("PyTorch of " + source + " did not start").isNotNull();
        return new Torch(python, answers, version, images);
    }

    private static Process process(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    @Override
    public String name() {
        return version;
    }

    @Override
    public ProcessHandle process() {
        return python.toHandle();
    }

    @Override
    public Work prepare(Path folder) {
        return this;
    }

    @Override
    public void run() throws IOException {
        orders.write(images + "\n");
        orders.flush();
        assertThat(answers.readLine()).isEqualTo(String.valueOf(images));
    }

    @Override
    public long items() {
        return images;
    }

    @Override
    public void close() {
        python.destroyForcibly();
    }
}
