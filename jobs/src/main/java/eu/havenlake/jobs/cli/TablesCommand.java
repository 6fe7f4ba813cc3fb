package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.access.StaleGold;
import eu.havenlake.lake.table.TableStatus;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = "Lists the tables: rows, bytes, files, version, last change.")
final class TablesCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            List<TableStatus> tables = place.lake().tables();
            place.say("%-36s %12s %12s %6s %8s  %s"
                    .formatted("table", "rows", "KiB", "files", "version", "last change (UTC)"));
            tables.forEach(table -> place.say("%-36s %,12d %,12d %,6d %8d  %tF %<tT"
                    .formatted(
                            table.name(),
                            table.rows(),
                            (table.bytes() + 1023) / 1024,
                            table.files(),
                            table.version(),
                            table.changed().atOffset(ZoneOffset.UTC))));
            StaleGold.of(place.lake()).forEach(stale -> place.say(stale.words()));
            if (tables.isEmpty()) {
                place.say("(none yet: `haven run` or `haven collect` and `haven ingest` make the first)");
            }
        }
        return 0;
    }
}
