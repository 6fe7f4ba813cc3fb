package eu.havenlake.jobs.operation;

import java.time.Instant;
import java.util.List;

/**
 * How the haven is.
 *
 * @param at when it was looked at
 * @param topics each topic
 * @param troubles what needs a person, each with the command that helps
 */
public record Status(Instant at, List<TopicStatus> topics, List<String> troubles) {
    public Status {
        topics = List.copyOf(topics);
        troubles = List.copyOf(troubles);
    }
}
