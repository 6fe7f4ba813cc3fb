package eu.havenlake.tests.fault;

import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer of somebody else, who may send whatever they like. */
record Sender(Workplace place) {

    /** A producer with options of its own. */
    KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", place.kafka().bootstrap());
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Values of partition 0. */
    void send(Topic topic, byte[]... values) throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer(Map.of())) {
            for (byte[] value : values) {
                send(producer, topic, 0, "a key", value);
            }
        }
    }

    static void send(KafkaProducer<String, byte[]> producer, Topic topic, int partition, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic.label(), partition, key, value))
                .get();
    }

    static byte[] avro(GenericData data, Schema schema, Object record) throws IOException {
        ByteBuffer bytes = new BinaryMessageEncoder<>(data, schema).encode(record);
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    static byte[] avro(SpecificRecord record) throws IOException {
        return avro(SpecificData.getForClass(record.getClass()), record.getSchema(), record);
    }

    static ConsentDecision decision(String donor) {
        return ConsentDecision.newBuilder()
                .setDataset("set")
                .setDonor("set:" + donor)
                .setDecision("grant")
                .setSource("here")
                .setText("yes")
                .build();
    }

    static byte[] grant(String donor) throws IOException {
        return avro(decision(donor));
    }
}
