package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.bronze.Reset;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.session.Area;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description =
                "Begins a topic anew that was deleted and made again: says what will happen, with --commit does it.",
        footer = {
            "",
            "Nothing is lost: bronze keeps what it has of the earlier topic, with 100000 added to its partitions, and the",
            "next haven ingest takes the topic in from its beginning."
        })
final class ResetCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Parameters(paramLabel = "TOPIC", description = "Its name, as haven status shows it")
    private String name;

    @Option(names = "--commit", description = "Do it")
    private boolean commit;

    @Override
    public Integer call() {
        Topic topic = topic(name);
        try (Workplace place = commit ? haven.writingWithKafka("reset", Area.BRONZE) : haven.reading()) {
            Reset reset = new Reset(
                    place.lake(), place.kafka(), topic, place.distribution().version(), place.run(), place.clock());
            reset.plan().forEach(place::say);
            if (commit) {
                new LifeCycle(place).reset(reset);
            } else {
                place.say("Nothing was changed. To do it, give the same command with --commit.");
            }
        }
        return 0;
    }

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.label().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationException("Cannot reset topic %s: there is none of this name. Use one of %s."
                                .formatted(
                                        name,
                                        Arrays.stream(Topic.values())
                                                .map(Topic::label)
                                                .collect(Collectors.joining(", ")))));
    }
}
