package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** PyTorch in a process of its own, which waits while the other side works. */
final class Torch implements Side, Side.Work, AutoCloseable {
    /** How the script ends where it cannot import them. */
    private static final int MISSING = 3;

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

    /** Ready to go through {@code images} images again and again; the test is skipped where there is no PyTorch. */
    static Torch start(String model, int side, int batch, int classes, int images) throws IOException {
        String threads = String.valueOf(Runtime.getRuntime().availableProcessors());
        List<String> command = List.of(
                System.getProperty("haven.python", "python3"),
                Path.of("src/test/python/train_loop.py").toAbsolutePath().toString(),
                model,
                String.valueOf(side),
                String.valueOf(batch),
                String.valueOf(classes),
                threads);
        Process python = process(command);
        BufferedReader answers = python.inputReader(StandardCharsets.UTF_8);
        String version = answers.readLine();
        assumeTrue(
                version != null || python.onExit().join().exitValue() != MISSING,
                () -> command.getFirst()
                        + " has no torch or no torchvision: name a Python that has with -Dhaven.python");
        assertThat(version).as("PyTorch is there, but did not start").isNotNull();
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
