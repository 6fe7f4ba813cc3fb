package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.curation.WhenEmpty;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Area;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "curate",
        mixinStandardHelpOptions = true,
        description =
                "Brings silver up to date: consents asked, pseudonyms made, rules judged, newest versions merged.")
final class CurateCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(
            names = "--allow-empty",
            description = "Go on where a table's new records are all in quarantine or dropped. Default: exit 1.")
    private boolean allowEmpty;

    @Override
    public Integer call() {
        try (Workplace place = haven.writing("curate", Area.SILVER)) {
            new LifeCycle(place).curate(allowEmpty ? WhenEmpty.GO_ON : WhenEmpty.FAIL);
        }
        return 0;
    }
}
