package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Area;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "maintain",
        mixinStandardHelpOptions = true,
        description = "Puts small files of every table together and deletes files that no table has had for 14 days.",
        footer = {
            "",
            "Safe to repeat, and while haven ingest goes on, which puts the files of bronze together by itself when they",
            "are many. Run it once a day where curate runs often. A curate that stayed behind ingest for more than 14",
            "days reads bronze from its beginning once more."
        })
final class MaintainCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Override
    public Integer call() {
        try (Workplace place = haven.writing("maintain", Area.SILVER, Area.STUDIES)) {
            new LifeCycle(place).maintain();
        }
        return 0;
    }
}
