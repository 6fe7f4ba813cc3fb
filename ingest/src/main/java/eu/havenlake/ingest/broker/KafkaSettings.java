package eu.havenlake.ingest.broker;

import eu.havenlake.lake.HavenException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which Kafka is used.
 *
 * @param bootstrap {@code embedded}, or the addresses of a cluster: {@code host:port[,host:port…]}
 */
public record KafkaSettings(String bootstrap) {

    /** The value of {@code bootstrap} that means a broker of our own. */
    public static final String EMBEDDED = "embedded";

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:,\\[\\]]+):(\\d{1,5})");

    public KafkaSettings {
        bootstrap = bootstrap.strip();
        if (!bootstrap.equals(EMBEDDED)) Arrays.stream(bootstrap.split(",", -1)).forEach(KafkaSettings::address);
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
