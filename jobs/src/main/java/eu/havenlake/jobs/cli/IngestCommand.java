package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Takes all that the topics hold into bronze; what cannot be read goes to quarantine.")
final class IngestCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Override
    public Integer call() {
        try (Workplace place = haven.writingWithKafka("ingest")) {
            new LifeCycle(place).ingest();
        }
        return 0;
    }
}
