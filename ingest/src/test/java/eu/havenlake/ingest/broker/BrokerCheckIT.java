package eu.havenlake.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerCheckIT {
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    @Test
    void brokerThatIsNotThereIsNamedWithReasonAndRemedy() throws IOException {
        var address = "127.0.0.1:" + closedPort();
        var begin = Instant.now();
        assertThatThrownBy(() -> BrokerCheck.clusterId(address, PATIENCE))
                .isInstanceOf(HavenException.class)
                .hasMessageStartingWith("Cannot reach Kafka at " + address)
                .hasMessageContaining("refused")
                .hasMessageContaining("kafka.bootstrap");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void unknownHostIsNamed() {
        assertThatThrownBy(() -> BrokerCheck.clusterId("no-such-host.invalid:9092", PATIENCE))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("host name no-such-host.invalid is not known");
    }

    @Test
    void serverThatIsNotKafkaIsToldApart() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> BrokerCheck.clusterId("127.0.0.1:" + silent.getLocalPort(), PATIENCE))
                    .isInstanceOf(HavenException.class)
                    .hasMessageContaining("does not answer as a Kafka broker");
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
