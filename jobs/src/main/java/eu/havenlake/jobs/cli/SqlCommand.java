package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.table.Lake;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Queries the lake as its operator: bronze.*, silver.*, ops.* and gold_<study>.*",
        footer = {
            "",
            "Examples:",
            "  haven sql \"SELECT stage, error_class, count(*) FROM ops.quarantine GROUP BY ALL\"",
            "  haven sql --format csv \"SELECT code, avg(value) FROM silver.observation GROUP BY code\""
        })
final class SqlCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(
            names = "--format",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
            defaultValue = "table")
    private RowPrinter.Format format;

    @Parameters(paramLabel = "QUERY", description = "A query in Spark SQL")
    private String query;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            RowPrinter.print(rows(place.lake()), format, place::say);
        }
        return 0;
    }

    /** Spark throws its checked exception from methods that, in Java's eyes, throw none. */
    private Dataset<Row> rows(Lake lake) {
        try {
            return lake.sql(query);
        } catch (Exception e) {
            if (e instanceof AnalysisException mistake) {
                throw new HavenException(
                        "Cannot run the query: %s%n`haven tables` lists what is there."
                                .formatted(mistake.getSimpleMessage()),
                        e);
            }
            throw e;
        }
    }
}
