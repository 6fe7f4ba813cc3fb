package eu.havenlake.ingest.broker;

import eu.havenlake.lake.HavenException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** Starts the JVM of the broker and waits until it answers. */
record BrokerLauncher(BrokerFolders folders) {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ONE_ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int TAIL_LINES = 15;
    private static final int ATTEMPTS = 3;

    /** Small and quick to start: a broker of one machine moves bytes, its compiled code is hardly ever hot. */
    private static final List<String> JVM = List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Dlog4j2.configurationFile=classpath:eu/havenlake/ingest/broker/broker-log4j2.properties");

    /**
     * Ctrl-C goes to every process of the terminal, and a broker that went first would fail the command's last writes.
     * A JVM heeds that its parent ignored these signals.
     */
    private static final List<String> APART_FROM_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "broker");

    /** A free port may be taken by another program before Kafka binds it, so that failure is tried again. */
    BrokerState start() throws IOException, InterruptedException {
        requireJars();
        for (int attempt = 1; ; attempt++) {
            var process = launch();
            if (answersInTime(process)) return process.state;
            EmbeddedBroker.end(process.handle);
            var tail = tail();
            if (attempt == ATTEMPTS || !tail.contains("already in use")) throw failed(process, tail);
        }
    }

    private record Launched(ProcessHandle handle, BrokerState state) {}

    private Launched launch() throws IOException {
        Files.createDirectories(folders.logs());
        Files.deleteIfExists(folders.log());
        var configuration = BrokerConfiguration.onFreePorts(folders.data());
        Files.writeString(folders.settings(), configuration.text());
        var clusterId = clusterId();
        var process = new ProcessBuilder(command(clusterId))
                .directory(folders.kafka().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(folders.output().toFile())
                .start()
                .toHandle();
        var state = new BrokerState(ProcessIdentity.of(process), configuration.port(), clusterId);
        Files.writeString(folders.state(), state.text());
        return new Launched(process, state);
    }

    private List<String> command(String clusterId) {
        var own = Stream.of("-Dhaven.broker.log=" + folders.log(), "-cp", classPath(), BrokerProcess.class.getName());
        var arguments = Stream.of(folders.settings().toString(), folders.kafka().toString(), clusterId);
        return Stream.of(APART_FROM_TERMINAL.stream(), Stream.of(java()), JVM.stream(), own, arguments)
                .flatMap(part -> part)
                .toList();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String classPath() {
        return folders.jars().resolve("*") + File.pathSeparator + ownCode();
    }

    private static Path ownCode() {
        try {
            return Path.of(BrokerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot tell where the code of HavenLake lies", e);
        }
    }

    /** The id the data was formatted with, else a new one. */
    private String clusterId() throws IOException {
        var meta = folders.data().resolve("meta.properties");
        if (!Files.exists(meta)) return Uuid.randomUuid().toString();
        var properties = new Properties();
        try (InputStream in = Files.newInputStream(meta)) {
            properties.load(in);
        }
        return Optional.ofNullable(properties.getProperty("cluster.id"))
                .orElseThrow(() -> new HavenException("Cannot start the embedded broker: " + meta
                        + " names no cluster.id. Restore the folder from a copy, or delete it: the lake has what was"
                        + " ingested."));
    }

    private boolean answersInTime(Launched process) throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (process.handle.isAlive() && System.nanoTime() < deadline) {
            if (answers(process.state)) return true;
            Thread.sleep(PAUSE);
        }
        return false;
    }

    /** Whether this broker, and not another on the same port, answers. */
    static boolean answers(BrokerState state) {
        return BrokerCheck.listens(state.bootstrap())
                && BrokerCheck.answer(state.bootstrap(), ONE_ANSWER)
                        .filter(state.clusterId()::equals)
                        .isPresent();
    }

    private void requireJars() throws IOException {
        if (Files.isDirectory(folders.jars())) {
            try (var jars = Files.list(folders.jars())) {
                if (jars.anyMatch(jar -> jar.getFileName().toString().startsWith("kafka_"))) return;
            }
        }
        throw new HavenException("Cannot start the embedded broker: the jars of Kafka are not in " + folders.jars()
                + ". Build them with `mvn package`, or set kafka.bootstrap to the address of a broker.");
    }

    private HavenException failed(Launched process, String tail) {
        var reason = process.handle.isAlive() ? "it did not answer within " + START.toSeconds() + " s" : "it ended";
        return new HavenException("Cannot start the embedded broker: " + reason + ". The end of " + folders.log()
                + ":\n" + tail + "\nRemove what it names, or set kafka.bootstrap to the address of a broker.");
    }

    private String tail() {
        var tail = Stream.of(folders.output(), folders.log())
                .filter(Files::exists)
                .flatMap(file -> lastLines(file).stream())
                .map(line -> "  " + line)
                .collect(Collectors.joining("\n"));
        return tail.isEmpty() ? "  (empty)" : tail;
    }

    private static List<String> lastLines(Path file) {
        try {
            var lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("\tat "))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(" + file + " cannot be read: " + e.getMessage() + ")");
        }
    }
}
