package eu.havenlake.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.ConfigurationException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows the records that could not go on, and why.")
final class QuarantineCommand {
    @ParentCommand
    private Haven haven;

    /** Reasons name values; numbers and quoted text are what differs between records of one kind. */
    private static final String KIND = "substr(regexp_replace(error_message, '[0-9]+|\"[^\"]*\"', '…'), 1, 100)";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Counts held records by topic, stage and reason.")
    int list(
            @Option(names = "--each", description = "Show each record instead of counts, newest first") boolean each,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Most rows. Default: ${DEFAULT-VALUE}")
                    int limit) {
        try (Workplace place = haven.reading()) {
            Dataset<Row> held = place.lake().read(Quarantine.QUARANTINE).where("resolved_at IS NULL");
            Dataset<Row> rows = each
                    ? held.orderBy(desc("timestamp"))
                            .selectExpr(
                                    "concat_ws(':', topic, partition, offset) AS id",
                                    "stage",
                                    "error_class",
                                    "error_message")
                    : held.groupBy("topic", "stage", "error_class")
                            .agg(
                                    count("*").as("records"),
                                    expr("first(" + KIND + ")").as("for_example"))
                            .orderBy("topic", "stage", "error_class");
            RowPrinter.print(rows.limit(limit), RowPrinter.Format.table, place::say);
        }
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one held record; what identifies a donor is left out.")
    int show(
            @Parameters(paramLabel = "ID", description = "TOPIC:PARTITION:OFFSET, as `list --each` shows it")
                    String id) {
        String[] parts = id.split(":", -1);
        if (parts.length != 3 || !parts[1].matches("\\d+") || !parts[2].matches("\\d+")) {
            throw new ConfigurationException("\"" + id
                    + "\" names no record. Use TOPIC:PARTITION:OFFSET, as `haven quarantine list --each` shows it.");
        }
        try (Workplace place = haven.reading()) {
            Dataset<Row> record = place.lake()
                    .read(Quarantine.QUARANTINE)
                    .where(col("topic")
                            .equalTo(parts[0])
                            .and(col("partition").equalTo(Integer.valueOf(parts[1])))
                            .and(col("offset").equalTo(Long.valueOf(parts[2]))));
            for (Row row : record.drop("key", "raw").collectAsList()) {
                for (String column : row.schema().fieldNames()) {
                    place.say("%-14s %s".formatted(column, row.<Object>getAs(column)));
                }
            }
            if (record.isEmpty()) {
                place.say("No such record is held.");
            }
        }
        return 0;
    }
}
