package eu.havenlake.ingest.contract;

import eu.havenlake.lake.HavenException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The cluster that holds the topics.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 */
public record Kafka(String bootstrap) {
    private static final int TIMEOUT_MS = 20_000;

    /** Makes the topics that are missing. */
    public void makeTopics() {
        List<NewTopic> made = ask("make topics", admin -> {
            Set<String> there = get(admin.listTopics().names());
            List<NewTopic> missing = Arrays.stream(Topic.values())
                    .filter(topic -> !there.contains(topic.label()))
                    .map(Kafka::fresh)
                    .toList();
            var unused = get(admin.createTopics(missing).all());
            return missing;
        });
        // Asking each for its end waits until each partition has a leader: a record sent before may be refused, and
        // then
        // those after it, too (KAFKA-15591).
        Arrays.stream(Topic.values())
                .filter(topic -> made.stream().anyMatch(fresh -> fresh.name().equals(topic.label())))
                .forEach(this::endOffsets);
    }

    private static NewTopic fresh(Topic topic) {
        return new NewTopic(topic.label(), Optional.of(Topic.PARTITIONS), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(Topic.RETENTION.toMillis()),
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "producer"));
    }

    /** The end of each partition: the offset that its next record gets. */
    public Map<Integer, Long> endOffsets(Topic topic) {
        return offsets(topic, OffsetSpec.latest());
    }

    /** The beginning of each partition: the least offset that retention has left, or its end where it left none. */
    public Map<Integer, Long> beginOffsets(Topic topic) {
        return offsets(topic, OffsetSpec.earliest());
    }

    private Map<Integer, Long> offsets(Topic topic, OffsetSpec which) {
        return ask("read the offsets of " + topic.label(), admin -> {
            Map<TopicPartition, OffsetSpec> partitions = get(
                            admin.describeTopics(List.of(topic.label())).allTopicNames())
                    .get(topic.label())
                    .partitions()
                    .stream()
                    .collect(Collectors.toMap(
                            info -> new TopicPartition(topic.label(), info.partition()), info -> which));
            Map<Integer, Long> offsets = new TreeMap<>();
            get(admin.listOffsets(partitions).all())
                    .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
            return offsets;
        });
    }

    /** How Spark's Kafka source finds this cluster. */
    public Map<String, String> sparkOptions() {
        return Map.of("kafka.bootstrap.servers", bootstrap);
    }

    private <T> T ask(String what, Function<Admin, T> question) {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrap,
                "default.api.timeout.ms",
                TIMEOUT_MS,
                "request.timeout.ms",
                TIMEOUT_MS))) {
            return question.apply(admin);
        } catch (Unanswered e) {
            throw new HavenException(
                    "Cannot %s on Kafka at %s: %s. Check that the cluster runs and that this user may."
                            .formatted(what, bootstrap, e.getCause().getMessage()),
                    e.getCause());
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new Unanswered(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unanswered(e);
        }
    }

    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(Throwable cause) {
            super(cause);
        }
    }
}
