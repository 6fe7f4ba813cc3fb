package eu.havenlake.jobs.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers Prometheus at {@code /metrics}, on this machine's loopback only: who may see it, a proxy decides. */
public final class MetricsServer implements AutoCloseable {
    private final HttpServer server;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Begins to answer.
     *
     * @param port 0 for any that is free
     * @param status read anew for each answer
     */
    public static MetricsServer open(int port, Supplier<Status> status) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/metrics", exchange -> answer(exchange, status));
            server.start();
            return new MetricsServer(server);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot answer Prometheus on port %d: %s. Choose another with --metrics-port."
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    /** The port that it answers on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<Status> status) throws IOException {
        try (exchange) {
            byte[] text = PrometheusText.of(status.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", PrometheusText.MEDIA_TYPE);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
