package eu.havenlake.ingest.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Options of Kafka's own clients that an operator gives, by Kafka's names, as {@code security.protocol}. Each client gets
 * those that it knows; those that would break what HavenLake promises are refused.
 *
 * @param values by name; a secret may be among them, so they are never printed
 */
public record ClientOptions(Map<String, String> values) {
    /** None. */
    public static final ClientOptions NONE = new ClientOptions(Map.of());

    private static final Set<ConfigDef> CLIENTS =
            Set.of(AdminClientConfig.configDef(), ProducerConfig.configDef(), ConsumerConfig.configDef());

    private static final String ONCE = "the lake takes each record in once, from where its table ends";
    private static final String SAFE = "a record counts as sent only when every copy has it, in order";
    private static final String CONTRACT = "keys and values are those of HavenLake's contracts";
    private static final String AS_SENT = "records stay as they were sent";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("bootstrap.servers", "kafka.bootstrap says where the cluster is"),
            Map.entry("acks", SAFE),
            Map.entry("enable.idempotence", SAFE),
            Map.entry("max.in.flight.requests.per.connection", SAFE),
            Map.entry("retries", SAFE),
            Map.entry("transactional.id", SAFE),
            Map.entry("partitioner.class", "all records of a donor keep their order"),
            Map.entry("partitioner.ignore.keys", "all records of a donor keep their order"),
            Map.entry("key.serializer", CONTRACT),
            Map.entry("value.serializer", CONTRACT),
            Map.entry("key.deserializer", CONTRACT),
            Map.entry("value.deserializer", CONTRACT),
            Map.entry("interceptor.classes", AS_SENT),
            Map.entry("check.crcs", AS_SENT),
            Map.entry("group.id", ONCE),
            Map.entry("group.instance.id", ONCE),
            Map.entry("group.protocol", ONCE),
            Map.entry("group.remote.assignor", ONCE),
            Map.entry("enable.auto.commit", ONCE),
            Map.entry("auto.commit.interval.ms", ONCE),
            Map.entry("auto.offset.reset", ONCE),
            Map.entry("isolation.level", "records of a transaction that was given up are none"));

    public ClientOptions {
        values = Map.copyOf(values);
    }

    /** Every name that a client of Kafka knows. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        CLIENTS.forEach(client -> names.addAll(client.names()));
        return names;
    }

    /** Why an option cannot be given; empty where it can. */
    public static Optional<String> refusal(String name) {
        return Optional.ofNullable(REFUSED.get(name));
    }

    /** Whether Kafka takes the value of an option for a secret. */
    public static boolean isSecret(String name) {
        return CLIENTS.stream()
                .map(client -> client.configKeys().get(name))
                .anyMatch(key -> key != null && key.type == ConfigDef.Type.PASSWORD);
    }

    /** The names of what is given that says who one is and how one speaks, which a broker of our own asks nobody. */
    public Set<String> security() {
        Set<String> names = new TreeSet<>(values.keySet());
        names.removeIf(name -> !name.matches("(security|sasl|ssl)\\..*"));
        return names;
    }

    /** What an Admin client knows of them, where {@code own} does not say otherwise. */
    public Map<String, Object> forAdmin(Map<String, Object> own) {
        return over(AdminClientConfig.configNames(), own);
    }

    /** What a producer knows of them, where {@code own} does not say otherwise. */
    public Map<String, Object> forProducer(Map<String, Object> own) {
        return over(ProducerConfig.configNames(), own);
    }

    /** What a consumer knows of them. */
    public Map<String, String> forConsumer() {
        Map<String, String> known = new TreeMap<>(values);
        known.keySet().retainAll(ConsumerConfig.configNames());
        return known;
    }

    private Map<String, Object> over(Set<String> known, Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(values);
        all.keySet().retainAll(known);
        own.forEach(all::putIfAbsent);
        return all;
    }

    /** Names only. */
    @Override
    public String toString() {
        return "ClientOptions" + new TreeSet<>(values.keySet());
    }
}
