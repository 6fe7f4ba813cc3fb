package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.TableCheck;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.access.StaleGold;
import eu.havenlake.lake.session.Area;
import eu.havenlake.lake.table.Deviation;
import eu.havenlake.lake.table.TableStatus;
import eu.havenlake.lake.upkeep.Upkeep;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = "Lists the tables: rows, bytes, files, version, last change.",
        footer = {
            "",
            "Exit code 1 of --check and --migrate when a table is otherwise than declared, at the end.",
            "Tables whose columns the features of a study file give are not compared."
        })
final class TablesCommand implements Callable<Integer> {
    /** What to do instead of listing them. */
    static final class Declaration {
        @Option(
                names = "--check",
                description = "Compares them with their declarations, and says what mends a difference.")
        private boolean check;

        @Option(
                names = "--migrate",
                description = "Makes tables of earlier versions follow their declarations; safe to repeat.")
        private boolean migrate;
    }

    @ParentCommand
    private Haven haven;

    @ArgGroup
    private Declaration declaration = new Declaration();

    @Override
    public Integer call() {
        if (declaration.migrate) {
            return migrate();
        }
        return declaration.check ? check() : list();
    }

    private int list() {
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

    private int check() {
        try (Workplace place = haven.reading()) {
            return tell(place);
        }
    }

    private int migrate() {
        try (Workplace place = haven.writing("tables --migrate", Area.values())) {
            Upkeep upkeep = new Upkeep(place.lake());
            for (Deviation deviation : new TableCheck(place.lake()).deviations()) {
                try {
                    upkeep.mend(deviation);
                } catch (HavenException e) {
                    place.say(e.getMessage());
                }
            }
            return tell(place);
        }
    }

    private static int tell(Workplace place) {
        List<Deviation> found = new TableCheck(place.lake()).deviations();
        found.forEach(deviation -> place.say(TableCheck.line(deviation)));
        if (found.isEmpty()) {
            place.say("Every table is as declared.");
        }
        return found.isEmpty() ? 0 : Haven.FAILED;
    }
}
