package eu.havenlake.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.jobs.operation.PrometheusText;
import eu.havenlake.jobs.operation.Status;
import eu.havenlake.jobs.operation.StatusReader;
import eu.havenlake.jobs.operation.TopicStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows how far bronze is behind the topics, what is in quarantine, and what needs a person.",
        footer = {
            "",
            "Exit code 1 when something needs a person: records that are gone from Kafka or about to be, a collect of",
            "which bronze does not have everything, a stage whose last run failed. Records in quarantine alone do not."
        })
final class StatusCommand implements Callable<Integer> {
    /** How a status is shown. */
    enum Format {
        text,
        json,
        prometheus
    }

    @ParentCommand
    private Haven haven;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            place.openLake();
            Status status = new StatusReader(place.lake(), place.kafka(), place.clock()).read();
            switch (format) {
                case text -> text(status, place::say);
                case json -> place.say(json(status));
                case prometheus -> place.say(PrometheusText.of(status).stripTrailing());
            }
            return status.troubles().isEmpty() ? 0 : Haven.FAILED;
        }
    }

    private static void text(Status status, Consumer<String> out) {
        out.accept("%-20s %12s %12s %12s %12s %10s  %s"
                .formatted("topic", "waiting", "for", "in bronze", "last hour", "held", "last batch (UTC)"));
        for (TopicStatus topic : status.topics()) {
            out.accept("%-20s %,12d %12s %,12d %,12d %,10d  %s"
                    .formatted(
                            topic.topic(),
                            topic.lag(),
                            topic.oldestWaiting()
                                    .map(oldest -> age(Duration.between(oldest, status.at())))
                                    .orElse("-"),
                            topic.records(),
                            topic.lastHour(),
                            topic.heldNow(),
                            lastBatch(topic.lastBatch())));
        }
        status.troubles().forEach(out);
        if (status.troubles().isEmpty()) {
            out.accept("Nothing needs a person.");
        }
    }

    private static String lastBatch(Optional<Instant> batch) {
        return batch.map(at -> "%tF %<tT".formatted(at.atOffset(ZoneOffset.UTC)))
                .orElse("-");
    }

    /** The largest unit that fits, as {@code 3 h}. */
    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }

    private static String json(Status status) {
        try {
            return JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build()
                    .writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status of numbers, texts and times is JSON", e);
        }
    }
}
