package eu.havenlake.ingest.broker;

import eu.havenlake.ingest.contract.ClientOptions;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Asks whether Kafka answers at an address, so that a wrong one is named at once and not by a stream minutes later. */
public final class BrokerCheck {

    /** How long a broker may take to answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PROBE = Duration.ofSeconds(2);

    private BrokerCheck() {}

    /**
     * The id of the cluster at {@code host:port[,host:port…]}.
     *
     * @throws HavenException if none answers within 10 s, with what was found at each address
     */
    public static String clusterId(String bootstrap, ClientOptions options) {
        return clusterId(bootstrap, options, PATIENCE);
    }

    static String clusterId(String bootstrap, Duration patience) {
        return clusterId(bootstrap, ClientOptions.NONE, patience);
    }

    private static String clusterId(String bootstrap, ClientOptions options, Duration patience) {
        try {
            return ask(bootstrap, options, patience);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw explained(bootstrap, e instanceof ExecutionException ? e.getCause() : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kafka at " + bootstrap, e);
        }
    }

    /** As {@link #clusterId}, empty where there is no answer. */
    static Optional<String> answer(String bootstrap, Duration patience) {
        try {
            return Optional.of(clusterId(bootstrap, patience));
        } catch (HavenException e) {
            return Optional.empty();
        }
    }

    /** Whether anything takes connections there: far cheaper than to ask. */
    static boolean listens(String address) {
        try (var socket = new Socket()) {
            socket.connect(KafkaSettings.address(address), Math.toIntExact(PROBE.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String ask(String bootstrap, ClientOptions options, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        var millis = Math.toIntExact(patience.toMillis());
        var settings = Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        var admin = Admin.create(options.forAdmin(settings));
        try {
            return admin.describeCluster().clusterId().get(millis, TimeUnit.MILLISECONDS);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static HavenException explained(String bootstrap, Throwable cause) {
        return switch (cause) {
            case SslAuthenticationException e ->
                new HavenException(
                        "Cannot agree on encryption with Kafka at " + bootstrap + ": " + root(e)
                                + ". Check kafka.ssl.truststore.location and that the certificate names this host.",
                        e);
            case AuthenticationException e ->
                new HavenException(
                        "Cannot log in to Kafka at " + bootstrap + ": " + e.getMessage()
                                + ". Check user and password in kafka.sasl.jaas.config, and kafka.sasl.mechanism.",
                        e);
            case RetriableException e -> unreachable(bootstrap, e);
            case KafkaException e when isUnknown(bootstrap) -> unreachable(bootstrap, e);
            case KafkaException e ->
                new HavenException(
                        "Cannot begin to speak to Kafka at " + bootstrap + ": " + root(e)
                                + ". Correct the options under kafka { }.",
                        e);
            default -> unreachable(bootstrap, cause);
        };
    }

    private static boolean isUnknown(String bootstrap) {
        return Arrays.stream(bootstrap.split(","))
                .allMatch(address -> KafkaSettings.address(address).isUnresolved());
    }

    private static String root(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : root(failure.getCause());
    }

    private static HavenException unreachable(String bootstrap, Throwable cause) {
        var found = Arrays.stream(bootstrap.split(",")).map(BrokerCheck::probe).collect(Collectors.joining("; "));
        return new HavenException(
                "Cannot reach Kafka at " + bootstrap + ": " + found
                        + ". Check that the broker runs and that this machine may connect to it, or set kafka.bootstrap to"
                        + " its address or to `embedded`.",
                cause);
    }

    /** What stands at one address, in words: Kafka's own client only says that time ran out. */
    private static String probe(String address) {
        try (var socket = new Socket()) {
            var target = KafkaSettings.address(address);
            if (target.isUnresolved()) return "the host name " + target.getHostString() + " is not known";
            socket.connect(target, Math.toIntExact(PROBE.toMillis()));
            return address.strip()
                    + " takes connections but does not answer as a Kafka broker does; kafka.security.protocol may not be the one of this port";
        } catch (IOException e) {
            return address.strip() + " says: " + e.getMessage();
        }
    }
}
