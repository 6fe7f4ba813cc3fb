package eu.havenlake.ingest.broker;

import eu.havenlake.lake.HavenException;
import java.util.Optional;

/**
 * The Kafka a command works with, known to answer: our own where the settings say {@code embedded}, else the cluster
 * they name. Closing it ends the use of our own and does nothing to others.
 */
public final class KafkaConnection implements AutoCloseable {
    private final String bootstrap;
    private final Optional<EmbeddedBroker> embedded;

    private KafkaConnection(String bootstrap, Optional<EmbeddedBroker> embedded) {
        this.bootstrap = bootstrap;
        this.embedded = embedded;
    }

    /** @throws HavenException if it does not answer or cannot be started */
    public static KafkaConnection open(KafkaSettings settings, BrokerFolders folders) {
        if (settings.embedded()) {
            var broker = EmbeddedBroker.open(folders);
            return new KafkaConnection(broker.bootstrap(), Optional.of(broker));
        }
        BrokerCheck.clusterId(settings.bootstrap(), settings.client());
        return new KafkaConnection(settings.bootstrap(), Optional.empty());
    }

    /** The addresses for clients, {@code host:port[,host:port…]}. */
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedBroker::close);
    }
}
