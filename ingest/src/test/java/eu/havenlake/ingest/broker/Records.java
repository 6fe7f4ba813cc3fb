package eu.havenlake.ingest.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer and a consumer of text on Spark's own Kafka client, which is older than the broker. */
final class Records {
    private Records() {}

    static void send(String bootstrap, String topic, Map<String, String> records) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrap);
        try (var admin = Admin.create(settings);
                var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
            for (var each : records.entrySet()) {
                producer.send(new ProducerRecord<>(topic, each.getKey(), each.getValue()))
                        .get();
            }
        }
    }

    /** The values from the topic's beginning, read as a group so that the internal offsets topic is used too. */
    static List<String> all(String bootstrap, String topic, int expected) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrap, "group.id", "reader", "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (values.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(500)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }
}
