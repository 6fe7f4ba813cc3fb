package eu.havenlake.ingest.contract;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.Trouble;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The cluster that holds the topics.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param options how its operator wants clients to speak to it
 * @param claims what is done with values that are too large for it
 */
public record Kafka(String bootstrap, ClientOptions options, ClaimCheck claims) {
    private static final int TIMEOUT_MS = 20_000;
    private static final int PATIENCE = 100;
    private static final int PAUSE_MS = 100;

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
        // Asking each for its offsets waits until each partition has a leader: a record sent before may be refused, and
        // then those after it, too (KAFKA-15591).
        Arrays.stream(Topic.values())
                .filter(topic -> made.stream().anyMatch(fresh -> fresh.name().equals(topic.label())))
                .forEach(this::awaitPartitions);
    }

    /** A broker may hear of a topic a moment after it was made. */
    private void awaitPartitions(Topic topic) {
        for (int again = 0; ; again++) {
            try {
                partitions(topic);
                return;
            } catch (HavenException e) {
                if (again == PATIENCE || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HavenException("Interrupted while Kafka makes a topic. Run the command again.", e);
        }
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

    /**
     * A topic as it is now.
     *
     * @param id which no other topic has, also none of the same name
     * @param begins by partition: the least offset that retention has left, or its end where it left none
     * @param ends by partition: the offset that its next record gets, or, where a transaction is open, its first
     */
    public record Partitions(Uuid id, Map<Integer, Long> begins, Map<Integer, Long> ends) {}

    /** How a topic is now. */
    public Partitions partitions(Topic topic) {
        return ask("read the offsets of " + topic.label(), admin -> {
            TopicDescription description = get(admin.describeTopics(List.of(topic.label()))
                            .allTopicNames())
                    .get(topic.label());
            return new Partitions(
                    description.topicId(),
                    offsets(admin, description, OffsetSpec.earliest()),
                    offsets(admin, description, OffsetSpec.latest()));
        });
    }

    private static Map<Integer, Long> offsets(Admin admin, TopicDescription topic, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> partitions = topic.partitions().stream()
                .collect(Collectors.toMap(info -> new TopicPartition(topic.name(), info.partition()), info -> which));
        Map<Integer, Long> offsets = new TreeMap<>();
        get(admin.listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
        return offsets;
    }

    /**
     * What a consumer group has not read of a partition.
     *
     * @param partition of the topic
     * @param from where the group goes on; the beginning where it has read nothing
     * @param begin the least offset that retention has left
     * @param end the offset after the last
     */
    public record Range(int partition, long from, long begin, long end) {}

    /** What a consumer group has not read of a topic that somebody else made. */
    public List<Range> waiting(String topic, String group) {
        return ask("read topic " + topic, admin -> {
            TopicDescription description =
                    get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            Map<Integer, Long> begins = offsets(admin, description, OffsetSpec.earliest());
            Map<Integer, Long> ends = offsets(admin, description, OffsetSpec.latest());
            Map<TopicPartition, OffsetAndMetadata> read =
                    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            return ends.keySet().stream()
                    .map(partition -> {
                        OffsetAndMetadata done = read.get(new TopicPartition(topic, partition));
                        long begin = begins.get(partition);
                        return new Range(partition, done == null ? begin : done.offset(), begin, ends.get(partition));
                    })
                    .toList();
        });
    }

    /** Keeps how far a consumer group has read. */
    public void commit(String group, String topic, Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
        offsets.forEach(
                (partition, offset) -> read.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
        ask(
                "keep how far group " + group + " has read " + topic,
                admin -> Optional.ofNullable(
                        get(admin.alterConsumerGroupOffsets(group, read).all())));
    }

    /** How any client finds this cluster. */
    public Map<String, String> clientOptions() {
        Map<String, String> all = new TreeMap<>(options.forConsumer());
        all.put("bootstrap.servers", bootstrap);
        return all;
    }

    private <T> T ask(String what, Function<Admin, T> question) {
        try (Admin admin = Admin.create(options.forAdmin(Map.of(
                "bootstrap.servers",
                bootstrap,
                "default.api.timeout.ms",
                TIMEOUT_MS,
                "request.timeout.ms",
                TIMEOUT_MS)))) {
            return question.apply(admin);
        } catch (Unanswered e) {
            throw unanswered(what, e.getCause());
        } catch (KafkaException e) {
            throw unanswered(what, e);
        }
    }

    private HavenException unanswered(String what, Throwable cause) {
        return new HavenException(
                "Cannot %s on Kafka at %s: %s. Check that the cluster runs and that this user may."
                        .formatted(what, bootstrap, Trouble.words(cause)),
                cause);
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
