package eu.havenlake.ingest.broker;

import eu.havenlake.ingest.contract.ClientOptions;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.HavenException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which Kafka is used, and how.
 *
 * @param bootstrap {@code embedded}, or the addresses of a cluster: {@code host:port[,host:port…]}
 * @param maxInlineBytes greatest value that travels in Kafka itself; what is larger goes to the object store
 * @param client options of Kafka's own clients
 */
public record KafkaSettings(String bootstrap, long maxInlineBytes, ClientOptions client) {

    /** The value of {@code bootstrap} that means a broker of our own. */
    public static final String EMBEDDED = "embedded";

    /** Leaves room in Kafka's default of 1 MiB a message. */
    static final long INLINE = 900_000;

    private static final long LEAST_INLINE = 1_000;
    private static final long MOST_INLINE = 8_000_000;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:,\\[\\]]+):(\\d{1,5})");

    public KafkaSettings {
        bootstrap = bootstrap.strip();
        if (!bootstrap.equals(EMBEDDED)) Arrays.stream(bootstrap.split(",", -1)).forEach(KafkaSettings::address);
        if (maxInlineBytes < LEAST_INLINE || maxInlineBytes > MOST_INLINE) {
            throw new ConfigurationException("kafka.max-inline-bytes = %d cannot be: it lies between %d and %d."
                    .formatted(maxInlineBytes, LEAST_INLINE, MOST_INLINE));
        }
        if (bootstrap.equals(EMBEDDED) && !client.security().isEmpty()) {
            throw new ConfigurationException(
                    "Cannot use kafka.%s with a broker of our own, which nobody else reaches. Set kafka.bootstrap to the address of the cluster that it is for."
                            .formatted(String.join(", kafka.", client.security())));
        }
    }

    /** A cluster as Kafka is when it is installed. */
    public KafkaSettings(String bootstrap) {
        this(bootstrap, INLINE, ClientOptions.NONE);
    }

    /** Whether the broker is ours to start and stop. */
    public boolean embedded() {
        return bootstrap.equals(EMBEDDED);
    }

    /** One {@code host:port}, resolved where the name is known. */
    static InetSocketAddress address(String text) {
        var parts = ADDRESS.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65535) throw wrong(text);
        return new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    private static HavenException wrong(String text) {
        return new HavenException("Cannot use \"" + text.strip() + "\" as kafka.bootstrap: it is neither `embedded` nor"
                + " host:port. Write for example kafka.bootstrap = \"broker.example.org:9092\".");
    }
}
