package eu.havenlake.ingest.collect;

import eu.havenlake.ingest.contract.ClaimCheck;
import eu.havenlake.ingest.contract.ClaimCheck.Ticket;
import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends records to their topics and counts those that the cluster acknowledged. Each record carries the id of its run,
 * so that what was sent can be compared with what the lake has.
 */
public final class Publisher implements AutoCloseable {
    /** Header that names the run that sent a record. */
    public static final String RUN_HEADER = "run";

    private final KafkaProducer<String, byte[]> producer;
    private final ClaimCheck claims;
    private final List<Header> headers;
    private final Map<Topic, AtomicLong> acknowledged = new EnumMap<>(Topic.class);
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public Publisher(Kafka kafka, String run) {
        this.producer = new KafkaProducer<>(
                kafka.options()
                        .forProducer(Map.of(
                                "bootstrap.servers",
                                kafka.bootstrap(),
                                "acks",
                                "all",
                                "enable.idempotence",
                                true,
                                "compression.type",
                                "lz4",
                                "linger.ms",
                                20,
                                "batch.size",
                                256 * 1024,
                                "max.request.size",
                                8 * 1024 * 1024,
                                "buffer.memory",
                                64L * 1024 * 1024)),
                new StringSerializer(),
                new ByteArraySerializer());
        this.claims = kafka.claims();
        List.of(Topic.values()).forEach(topic -> acknowledged.put(topic, new AtomicLong()));
        this.headers = List.of(new RecordHeader(RUN_HEADER, run.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a record; returns as soon as it waits in the producer's buffer. */
    public void send(SpecificRecord record) {
        failIfAnyFailed();
        Topic topic = topic(record);
        Ticket ticket = claims.leave(encode(record));
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(topic.label(), null, null, key(record), ticket.value(), headers);
        ticket.headers().forEach(message.headers()::add);
        producer.send(message, (metadata, error) -> {
            if (error == null) {
                acknowledged.get(topic).incrementAndGet();
            } else {
                failure.compareAndSet(null, error);
            }
        });
    }

    /** Waits until the cluster has all that was sent; the number of records that it acknowledged. */
    public long flush() {
        producer.flush();
        failIfAnyFailed();
        return acknowledged().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The records that the cluster acknowledged, by topic; those to which none were sent are missing. */
    public Map<Topic, Long> acknowledged() {
        Map<Topic, Long> counts = new EnumMap<>(Topic.class);
        acknowledged.forEach((topic, count) -> counts.put(topic, count.get()));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private void failIfAnyFailed() {
        if (failure.get() != null) {
            throw new HavenException(
                    "Cannot send to Kafka: %s. What was acknowledged is there; collect again, newer versions replace older ones."
                            .formatted(failure.get().getMessage()),
                    failure.get());
        }
    }

    private static Topic topic(SpecificRecord record) {
        return switch (record) {
            case EhrResource ignored -> Topic.EHR_FHIR;
            case WearableSample ignored -> Topic.WEARABLE_SAMPLE;
            case ImagingInstance ignored -> Topic.IMAGING_INSTANCE;
            case ConsentDecision ignored -> Topic.CONSENT_DECISION;
            default ->
                throw new IllegalArgumentException(
                        "No topic for " + record.getSchema().getName());
        };
    }

    /** The donor, so that all records of a donor keep their order; else what the record is about. */
    static String key(SpecificRecord record) {
        return switch (record) {
            case EhrResource r when r.getDonor() != null -> r.getDonor();
            case EhrResource r
            when r.getResourceType() != null && r.getResourceId() != null ->
                r.getResourceType() + "/" + r.getResourceId();
            case WearableSample r when r.getDonor() != null -> r.getDonor();
            case ImagingInstance r when r.getDonor() != null -> r.getDonor();
            case ConsentDecision r when r.getDonor() != null -> r.getDonor();
            default ->
                record.getSchema().getName() + "/"
                        + record.get(record.getSchema().getField("source").pos());
        };
    }

    private static byte[] encode(SpecificRecord record) {
        try {
            ByteBuffer bytes = new BinaryMessageEncoder<>(
                            SpecificData.getForClass(record.getClass()), record.getSchema())
                    .encode(record);
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
