package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.broker.BrokerFolders;
import eu.havenlake.ingest.broker.BrokerStatus;
import eu.havenlake.ingest.broker.EmbeddedBroker;
import eu.havenlake.jobs.lifecycle.Distribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Starts and stops the embedded broker of the home. Other commands start it for themselves.")
final class BrokerCommand {
    @ParentCommand
    private Haven haven;

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts the broker and leaves it running.")
    int start() {
        EmbeddedBroker broker = EmbeddedBroker.open(folders());
        broker.detach();
        System.out.println("Kafka answers at " + broker.bootstrap());
        return 0;
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops the broker; its data stay.")
    int stop() {
        System.out.println(EmbeddedBroker.stop(folders()) ? "Stopped." : "It was not running.");
        return 0;
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Says whether the broker runs, and where.")
    int status() {
        BrokerStatus status = EmbeddedBroker.status(folders());
        System.out.println(status.running()
                .map(running -> "%s: %s, pid %d, since %s%s"
                        .formatted(
                                status.condition(),
                                running.bootstrap(),
                                running.pid(),
                                running.startedAt(),
                                running.kept() ? ", kept" : ""))
                .orElse(status.condition().toString()));
        return 0;
    }

    private BrokerFolders folders() {
        return BrokerFolders.under(
                haven.home().writable().root(), Distribution.current().kafkaJars());
    }
}
