package eu.havenlake.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Spark's own standalone cluster from the distribution on this machine: a master and workers, each a process. */
final class StandaloneCluster implements AutoCloseable {
    private static final Path DIST = Path.of(System.getProperty("haven.dist"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final String master;

    private StandaloneCluster(Path folder, String master) {
        this.folder = folder;
        this.master = master;
    }

    /**
     * Starts it, authenticated and encrypted.
     *
     * @param workers each of one core
     */
    static StandaloneCluster start(Path folder, int workers) throws IOException {
        int port = freePort();
        StandaloneCluster cluster = new StandaloneCluster(folder, "spark://127.0.0.1:" + port);
        Files.createDirectories(scratch(folder));
        Files.write(cluster.settings(), lines(SECURITY));
        cluster.start("master", "master", "--port", String.valueOf(port));
        cluster.awaitLog("master", "I have been elected leader");
        for (int worker = 0; worker < workers; worker++) {
            String name = "worker" + worker;
            cluster.startWorker(name);
            cluster.awaitLog(name, "Successfully registered with master");
        }
        return cluster;
    }

    private void startWorker(String name) throws IOException {
        String work = folder.resolve(name).toString();
        start(name, "worker", master, "--cores", "1", "--memory", "2g", "--work-dir", work);
    }

    /**
     * Starts a worker that does not know the secret, and waits until it says that line.
     *
     * @return all that it said
     */
    List<String> startStranger(String line) throws IOException {
        Map<String, String> other = new HashMap<>(SECURITY);
        other.put("spark.authenticate.secret", "gu3ssed");
        Files.write(settings(), lines(other));
        try {
            startWorker("stranger");
            awaitLog("stranger", line);
            return Files.readAllLines(log("stranger"));
        } finally {
            Files.write(settings(), lines(SECURITY));
        }
    }

    private static List<String> lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
    }

    private Path settings() {
        return folder.resolve("spark.conf");
    }

    /** What both the cluster and its applications must be told. */
    static final Map<String, String> SECURITY = Map.of(
            "spark.authenticate", "true",
            "spark.authenticate.secret", "s3cret",
            "spark.network.crypto.enabled", "true");

    /** Where executors keep what they need while they run. */
    static Path scratch(Path folder) {
        return folder.resolve("scratch");
    }

    String master() {
        return master;
    }

    /** Takes a machine away, as when its power fails: its executors end with it. */
    void killWorker() throws InterruptedException {
        processes.removeLast().destroyForcibly().waitFor();
    }

    /** The executors that run now. */
    static List<ProcessHandle> executors() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR))
                .toList();
    }

    static void signal(String signal, ProcessHandle process) throws IOException, InterruptedException {
        int ended = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                .start()
                .waitFor();
        assertThat(ended).isZero();
    }

    static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void start(String name, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(DIST.resolve("bin/standalone").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
        command.addAll(List.of("--properties-file", settings().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().put("HAVEN_JAVA_OPTS", "-Xmx256m");
        builder.environment().put("SPARK_LOCAL_DIRS", scratch(folder).toString());
        processes.add(builder.start());
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private void awaitLog(String name, String line) {
        await(name + " says: " + line, () -> {
            try (Stream<String> lines = Files.lines(log(name))) {
                return lines.anyMatch(each -> each.contains(line));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : processes.reversed()) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
