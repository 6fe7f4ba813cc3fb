package eu.havenlake.tests.fault;

import eu.havenlake.ingest.broker.BrokerCheck;
import eu.havenlake.ingest.broker.EmbeddedBroker;
import eu.havenlake.ingest.broker.KafkaSettings;
import eu.havenlake.lake.HavenException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * A broker as a hospital runs it: users log in with a password over an encrypted connection. Its certificate is made for
 * it alone. It is the process of the embedded broker with other settings, and ends with this JVM.
 */
record SecureBroker(Process process, int port, Path certificate) implements AutoCloseable {
    /** The user of HavenLake, and its password. */
    static final String USER = "haven";

    static final String PASSWORD = "right-0xb1a5";
    private static final String STORE_PASSWORD = "store-0xb1a5";

    static SecureBroker start(Path folder) throws IOException, InterruptedException {
        Path jars = Path.of(System.getProperty("haven.dist"));
        Files.createDirectories(folder.resolve("users"));
        ProcessHandle self = ProcessHandle.current();
        Files.createFile(folder.resolve("users/%d-%d-test.user"
                .formatted(self.pid(), self.info().startInstant().orElseThrow().toEpochMilli())));
        certificate(folder);
        int[] ports = freePorts();
        Path settings = Files.writeString(folder.resolve("server.properties"), settings(folder, ports));
        Process process = new ProcessBuilder(
                        java("java"),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dhaven.broker.log=" + folder.resolve("broker.log"),
                        "-Dlog4j2.configurationFile=classpath:eu/havenlake/ingest/broker/broker-log4j2.properties",
                        "-cp",
                        jars.resolve("jars-kafka") + "/*" + File.pathSeparator + ingestJar(jars),
                        "eu.havenlake.ingest.broker.BrokerProcess",
                        settings.toString(),
                        folder.toString(),
                        Uuid.randomUuid().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.out").toFile())
                .start();
        return new SecureBroker(process, ports[0], folder.resolve("own.pem"));
    }

    private static Path ingestJar(Path distribution) throws IOException {
        try (var jars = Files.newDirectoryStream(distribution.resolve("jars"), "ingest-*.jar")) {
            return jars.iterator().next();
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static void certificate(Path folder) throws IOException, InterruptedException {
        Path own = folder.resolve("own.p12");
        Path exported = folder.resolve("own.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "2",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                own.toString());
        keytool("-exportcert", "-rfc", "-alias", "broker", "-keystore", own.toString(), "-file", exported.toString());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java("keytool")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    private static String settings(Path folder, int... ports) throws IOException {
        try (InputStream in = EmbeddedBroker.class.getResourceAsStream("broker.properties")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    + """

                    listeners=BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                    controller.quorum.voters=1@127.0.0.1:%2$d
                    log.dirs=%s
                    listener.security.protocol.map=BROKER:SASL_SSL,CONTROLLER:PLAINTEXT
                    sasl.enabled.mechanisms=PLAIN
                    sasl.mechanism.inter.broker.protocol=PLAIN
                    listener.name.broker.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule \
                    required username="broker" password="b" user_broker="b" user_%s="%s";
                    ssl.keystore.location=%3$s/../own.p12
                    ssl.keystore.password=%6$s
                    ssl.truststore.type=PEM
                    ssl.truststore.location=%3$s/../own.pem
                    message.max.bytes=1048588
                    """.formatted(ports[0], ports[1], folder.resolve("data"), USER, PASSWORD, STORE_PASSWORD);
        }
    }

    /** Waits until it answers who logs in rightly. */
    void awaitAnswer(KafkaSettings settings) {
        while (process.isAlive()) {
            try {
                BrokerCheck.clusterId(settings.bootstrap(), settings.client());
                return;
            } catch (HavenException e) {
                // It is on its way up; one that cannot come up ends.
            }
        }
        throw new IllegalStateException("The broker ended; broker.out and broker.log beside its settings say why");
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** The properties file of one who logs in with {@code password}, as Kafka's own tools take it. */
    String options(String password) {
        return """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(USER, password, certificate);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
