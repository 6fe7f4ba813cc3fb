package eu.havenlake.ingest.broker;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What a command must know to find the broker that another one started: its process, its port on the loopback address
 * and its cluster id, which tells it from a stranger that got the same port. Kept as a text file of properties.
 */
record BrokerState(ProcessIdentity process, int port, String clusterId) {

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Empty if there is no file or it is not whole: then no broker was left in a state that can be used. */
    static Optional<BrokerState> read(Path file) {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<BrokerState> parse(String text) {
        try {
            var properties = new Properties();
            properties.load(new StringReader(text));
            return of(properties);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<BrokerState> of(Properties properties) {
        var port = Integer.parseInt(properties.getProperty("port", ""));
        var pid = Long.parseLong(properties.getProperty("pid", ""));
        var startedAt = Instant.parse(properties.getProperty("started", ""));
        var clusterId = properties.getProperty("cluster", "");
        if (port < 1 || port > 65535 || pid < 1 || clusterId.isBlank()) return Optional.empty();
        return Optional.of(new BrokerState(new ProcessIdentity(pid, startedAt), port, clusterId));
    }

    String text() {
        return """
                pid=%d
                started=%s
                port=%d
                cluster=%s
                """.formatted(process.pid(), process.startedAt(), port, clusterId);
    }
}
