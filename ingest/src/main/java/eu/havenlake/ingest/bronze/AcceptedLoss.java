package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.ConfigurationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where an operator accepts that Kafka no longer has what bronze does not have yet, or that bronze has something else
 * than what was sent.
 *
 * @param places {@code TOPIC} or {@code TOPIC:PARTITION}
 */
public record AcceptedLoss(Collection<String> places) {
    /** Nowhere. */
    public static final AcceptedLoss NONE = new AcceptedLoss(List.of());

    /** @throws ConfigurationException if a place is none */
    public AcceptedLoss {
        places = List.copyOf(places);
        places.forEach(AcceptedLoss::check);
    }

    private static void check(String place) {
        if (Arrays.stream(Topic.values()).noneMatch(topic -> place.matches(topic.label() + "(:\\d+)?"))) {
            throw new ConfigurationException(
                    "Cannot accept a loss of %s: write TOPIC or TOPIC:PARTITION. The topics are %s."
                            .formatted(
                                    place,
                                    Arrays.stream(Topic.values())
                                            .map(Topic::label)
                                            .collect(Collectors.joining(", "))));
        }
    }

    /**
     * Before anything is done: a partition that is not there was mistyped.
     *
     * @param partitions that the topic has
     * @throws ConfigurationException if another one of it is named
     */
    void refuseOthers(Topic topic, Set<Integer> partitions) {
        Set<String> there = partitions.stream()
                .map(partition -> topic.label() + ":" + partition)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String place : places) {
            if (place.startsWith(topic.label() + ":") && !there.contains(place)) {
                throw new ConfigurationException("Cannot accept a loss of %s: there is no such partition. There are %s."
                        .formatted(place, String.join(", ", there)));
            }
        }
    }

    /** Whether all of a topic is meant. */
    public boolean coversAllOf(String topic) {
        return places.contains(topic);
    }

    boolean covers(Topic topic, int partition) {
        return coversAllOf(topic.label()) || places.contains(topic.label() + ":" + partition);
    }
}
