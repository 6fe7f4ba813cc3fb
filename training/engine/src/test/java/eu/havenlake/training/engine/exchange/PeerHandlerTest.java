package eu.havenlake.training.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.engine.settings.Wire;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;

/** One direction of a connection alone: the other, which a worker opens itself, cannot tell that this one ended. */
class PeerHandlerTest {
    private static final TransportConf CONF =
            SparkTransportConf.fromSparkConf(new SparkConf(false), "training", 2, Option.empty(), Option.empty());
    private static final Duration SOON = Duration.ofSeconds(10);

    private final PeerHandler handler = new PeerHandler();
    private final TransportContext worker = new TransportContext(CONF, handler);
    private final TransportContext teller = new TransportContext(CONF, new NoOpRpcHandler());
    private TransportServer server;
    private TransportClientFactory clients;
    private TransportClient client;

    @BeforeEach
    void connect() throws IOException, InterruptedException {
        server = worker.createServer("127.0.0.1", 0, List.of());
        clients = teller.createClientFactory(List.of());
        client = clients.createClient("127.0.0.1", server.getPort());
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
        teller.close();
        worker.close();
    }

    @Test
    void nobodyWaitsForAWorkerWhoseConnectionEndsAndWhatItToldIsGiven() {
        client.send(Message.note(1, 5, new double[] {7}, Wire.FLOAT32, Unpooled.EMPTY_BUFFER));
        assertThat(handler.inbox().take(1, 5))
                .succeedsWithin(SOON)
                .satisfies(note -> assertThat(note.numbers()).containsExactly(7));
        CompletableFuture<Message.Note> next = handler.inbox().take(2, 5);
        client.close();
        assertThat(next)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("its connection ended");
    }

    @Test
    void aNoteThatCannotBeReadEndsTheConnection() {
        client.send(Message.note(1, 5, new double[0], Wire.FLOAT32, Unpooled.EMPTY_BUFFER));
        client.send(ByteBuffer.allocate(3));
        assertThat(client.getChannel().closeFuture().awaitUninterruptibly(SOON.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(handler.inbox().take(2, 5)).failsWithin(SOON);
    }
}
