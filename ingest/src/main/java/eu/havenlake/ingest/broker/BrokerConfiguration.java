package eu.havenlake.ingest.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The settings file of the embedded broker: {@code broker.properties} and what differs from one start to the next. */
record BrokerConfiguration(int port, int controllerPort, Path data) {

    /** With two ports that are free now. */
    static BrokerConfiguration onFreePorts(Path data) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var broker = new ServerSocket(0, 1, loopback);
                var controller = new ServerSocket(0, 1, loopback)) {
            return new BrokerConfiguration(broker.getLocalPort(), controller.getLocalPort(), data);
        }
    }

    String text() throws IOException {
        return fixed() + """

                # This start.
                listeners=BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                controller.quorum.voters=1@127.0.0.1:%d
                log.dirs=%s
                """.formatted(port, controllerPort, controllerPort, escaped(data.toString()));
    }

    /** A properties file reads a backslash as the start of an escape. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }

    private static String fixed() throws IOException {
        try (var in = BrokerConfiguration.class.getResourceAsStream("broker.properties")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
