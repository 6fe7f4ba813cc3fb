package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the HTML report of the home as it is now.")
final class ReportCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            place.say("Report: " + new LifeCycle(place).report());
        }
        return 0;
    }
}
