package eu.havenlake.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.substring;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.jobs.operation.HeldRecordView;
import eu.havenlake.jobs.operation.MaskedReason;
import eu.havenlake.lake.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Column;
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
        description = "Shows the records that could not go on, and why.",
        footer = {"", "To try them again, after a cause was mended: haven replay --help"})
final class QuarantineCommand {
    @ParentCommand
    private Haven haven;

    private static final Column REASON = MaskedReason.of(col("error_message"));

    /** Reasons name values; numbers and quoted text are what differs between records of one kind. */
    private static final Column KIND = substring(regexp_replace(REASON, lit("[0-9]+|\"[^\"]*\""), lit("…")), 1, 100);

    /** What held records are counted by. */
    enum By {
        reason("topic", "stage", "error_class"),
        topic("topic"),
        schema("topic", "schema", "error_class");

        private final String[] columns;

        By(String... columns) {
            this.columns = columns;
        }

        private Column[] all() {
            return Arrays.stream(columns).map(name -> col(name)).toArray(Column[]::new);
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Counts held records by topic, stage and reason.")
    int list(
            @Option(
                            names = "--by",
                            paramLabel = "WHAT",
                            defaultValue = "reason",
                            description = "Count by ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
                    By by,
            @Option(names = "--each", description = "Show each record instead of counts, newest first") boolean each,
            @Option(names = "--resolved", description = "Show those that went on after all instead") boolean resolved,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Most rows. Default: ${DEFAULT-VALUE}")
                    int limit,
            @Option(
                            names = "--format",
                            defaultValue = "table",
                            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
                    RowPrinter.Format format) {
        try (Workplace place = haven.reading()) {
            Dataset<Row> held = place.lake()
                    .read(Quarantine.QUARANTINE)
                    .where(resolved ? "resolved_at IS NOT NULL" : "resolved_at IS NULL");
            RowPrinter.print((each ? each(held) : counts(held, by)).limit(limit), format, place::say);
        }
        return 0;
    }

    private static Dataset<Row> each(Dataset<Row> held) {
        return held.orderBy(desc("timestamp"))
                .select(
                        concat_ws(":", col("topic"), col("partition"), col("offset"))
                                .as("id"),
                        col("stage"),
                        col("error_class"),
                        col("attempts"),
                        REASON.as("error_message"));
    }

    private static Dataset<Row> counts(Dataset<Row> held, By by) {
        return held.groupBy(by.all())
                .agg(
                        count("*").as("records"),
                        min("timestamp").as("oldest"),
                        max("attempts").as("most_attempts"),
                        first(KIND).as("for_example"))
                .orderBy(by.all());
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one held record with the reason; texts that may identify a donor are masked.")
    int show(
            @Parameters(paramLabel = "ID", description = "TOPIC:PARTITION:OFFSET, as `list --each` shows it") String id,
            @Option(names = "--identifiers", description = "Show the whole record as it came; ops.access keeps who did")
                    boolean identifiers) {
        String[] parts = id.split(":", -1);
        if (parts.length != 3 || !parts[1].matches("\\d{1,9}") || !parts[2].matches("\\d{1,18}")) {
            throw new ConfigurationException("\"" + id
                    + "\" names no record. Use TOPIC:PARTITION:OFFSET, as `haven quarantine list --each` shows it.");
        }
        try (Workplace place = haven.reading()) {
            HeldRecordView view = new HeldRecordView(
                    place.lake(),
                    parts[0].toLowerCase(Locale.ROOT),
                    Integer.parseInt(parts[1]),
                    Long.parseLong(parts[2]));
            (identifiers ? view.whole(place.run(), place.clock()) : view.masked()).forEach(place::say);
        }
        return 0;
    }
}
