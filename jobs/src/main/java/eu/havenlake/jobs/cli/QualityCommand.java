package eu.havenlake.jobs.cli;

import static org.apache.spark.sql.functions.col;

import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.quality.QualityTable;
import eu.havenlake.lake.quality.QualityTrends;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how many rows break each rule: in the last run, and in all before it.",
            "The worst come first; a change of one percent point or more is called better or worse."
        })
final class QualityCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table, as silver.observation.")
    private Optional<String> table;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only runs since a day (2026-11-01), a time (2026-11-01T08:00:00Z), or 12h, 7d ago.")
    private Optional<String> since;

    @Option(names = "--broken", description = "Only rules that some row broke.")
    private boolean broken;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Most rules. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            Dataset<Row> quality = place.lake().read(QualityTable.QUALITY);
            if (table.isPresent()) {
                quality = quality.where(col("table").isin(table.get(), "silver." + table.get()));
            }
            if (since.isPresent()) {
                quality = quality.where(col("at")
                        .geq(Timestamp.from(
                                ReplayCommand.time(since.get(), place.clock().instant()))));
            }
            Dataset<Row> trends = QualityTrends.of(quality);
            Dataset<Row> shown = broken ? trends.where("broken > 0 OR before > 0") : trends;
            RowPrinter.print(shown.limit(limit), RowPrinter.Format.table, place::say);
        }
        return 0;
    }
}
