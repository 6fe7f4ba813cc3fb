package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.bronze.Replay;
import eu.havenlake.ingest.bronze.Replay.Planned;
import eu.havenlake.ingest.bronze.Selection;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.session.Area;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Tries records in quarantine again: first says which and how, with --commit does it.",
        footer = {
            "",
            "What could not be decoded is decoded anew and arrives in bronze, once. What a curation held is given to the",
            "next haven curate. What its source could not read has to be sent again by the source.",
            "Example: haven replay --topic ehr_fhir --reason undecodable --since 7d",
            "         haven replay --topic ehr_fhir --reason undecodable --since 7d --commit"
        })
final class ReplayCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description =
                    "Only this error_class, or reasons with these words (haven quarantine list shows both; … there"
                            + " stands for names of files and the like, and finds nothing)")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only records of this topic")
    private Optional<String> topic = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only records that reached Kafka since: 2026-11-01, 2026-11-01T08:00:00Z, 12h or 7d")
    private Optional<String> since = Optional.empty();

    @Option(names = "--commit", description = "Do it")
    private boolean commit;

    @Override
    public Integer call() {
        refuseUnknownTopic();
        Optional<Instant> from = since.map(text -> time(text, Instant.now()));
        Selection selection = new Selection(reason, topic, from);
        try (Workplace place = commit ? haven.writing("replay", Area.BRONZE) : haven.reading()) {
            List<Planned> planned = new Replay(
                            place.lake(), place.claims(), place.distribution().version(), place.run(), place.clock())
                    .plan(selection);
            planned.forEach(each -> place.say("  %,8d  %-18s %-24s %-28s → %s"
                    .formatted(
                            each.records(),
                            each.topic(),
                            each.stage(),
                            each.reason(),
                            each.way().words())));
            if (planned.isEmpty()) {
                place.say("Nothing is held that fits.");
            } else if (commit) {
                new LifeCycle(place).replay(selection);
            } else {
                place.say("Nothing was changed. To try them, give the same command with --commit.");
            }
        }
        return 0;
    }

    private void refuseUnknownTopic() {
        List<String> topics = Arrays.stream(Topic.values()).map(Topic::label).toList();
        topic.filter(name -> !topics.contains(name)).ifPresent(name -> {
            throw new ConfigurationException("Cannot replay topic %s: there is none of this name. Use one of %s."
                    .formatted(name, topics.stream().collect(Collectors.joining(", "))));
        });
    }

    /** A day, an instant, or so many hours or days before now. */
    static Instant time(String text, Instant now) {
        try {
            if (text.matches("\\d{1,6}[hd]")) {
                long number = Long.parseLong(text.substring(0, text.length() - 1));
                return now.minus(text.endsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number));
            }
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    "Cannot read --since %s: write a day (2026-11-01), a time (2026-11-01T08:00:00Z), or 12h, 7d."
                            .formatted(text));
        }
    }
}
