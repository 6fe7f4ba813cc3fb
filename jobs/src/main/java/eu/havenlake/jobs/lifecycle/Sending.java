package eu.havenlake.jobs.lifecycle;

import eu.havenlake.ingest.collect.Publisher;
import eu.havenlake.ingest.topic.UserTopic;
import eu.havenlake.jobs.operation.Reconciliation;
import eu.havenlake.lake.objects.ObjectStore;
import eu.havenlake.lake.run.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Collect: sources → Kafka and the object store, with a count of what Kafka acknowledged in each topic. */
record Sending(Workplace place) {
    private static final int PROGRESS_EVERY = 20_000;

    /** Sends all records of the sources, one source after the other. */
    Outcome send(List<Source> sources) {
        ObjectStore objects = ObjectStore.open(
                place.home().objects().toUri(),
                place.lake().session().sparkContext().hadoopConfiguration());
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Publisher publisher = new Publisher(place.kafka(), place.run())) {
            for (Source source : sources) {
                counts.merge(source.label(), send(source, objects, publisher), Long::sum);
            }
            counts.put("acknowledged", publisher.flush());
            publisher
                    .acknowledged()
                    .forEach((topic, records) -> counts.put(Reconciliation.ACKNOWLEDGED + topic.label(), records));
        }
        return new Outcome(Map.of(), Map.of(), counts);
    }

    private long send(Source source, ObjectStore objects, Publisher publisher) {
        return switch (source) {
            case Source.Read read -> send(read, objects, publisher);
            case Source.UserTopic topic ->
                new UserTopic(
                                place.kafka(),
                                topic.file().mapping(),
                                topic.file().group())
                        .carry(
                                topic.origin(),
                                publisher,
                                sent -> place.say("  %,d %s".formatted(sent, source.label())));
        };
    }

    private long send(Source.Read source, ObjectStore objects, Publisher publisher) {
        long sent = 0;
        try (Stream<? extends SpecificRecord> records = source.records(objects)) {
            for (var each = records.iterator(); each.hasNext(); ) {
                publisher.send(each.next());
                if (++sent % PROGRESS_EVERY == 0) {
                    place.say("  %,d %s".formatted(sent, source.label()));
                }
            }
        }
        return sent;
    }
}
