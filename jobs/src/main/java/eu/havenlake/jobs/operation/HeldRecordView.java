package eu.havenlake.jobs.operation;

import static org.apache.spark.sql.functions.col;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One record of quarantine, for a person to read: why it is held, and the record itself as bronze has it.
 *
 * @param lake where both are
 * @param topic of the record
 * @param partition of the topic
 * @param offset in it
 */
public record HeldRecordView(Lake lake, String topic, int partition, long offset) {
    /** What is about the record and not about a person. */
    private static final List<String> PLAIN = List.of(
            "topic",
            "partition",
            "offset",
            "timestamp",
            "headers",
            "stage",
            "error_class",
            "schema",
            "app_version",
            "run_id",
            "attempts",
            "asked_at",
            "resolved_at",
            "fingerprint",
            "dataset",
            "dates_shifted",
            "resource_type",
            "last_updated",
            "deleted");

    private static final List<String> REASONS = List.of("error_message", "problem");

    private static final int HEAD = 10;

    /** With every text hidden that may identify a person. */
    public List<String> masked() {
        return lines(HeldRecordView::mask);
    }

    /** As it came; that somebody looked is kept in {@link StudyLake#ACCESS}. */
    public List<String> whole(String run, Clock clock) {
        long version = lake.version(Quarantine.QUARANTINE);
        lake.append(
                StudyLake.ACCESS,
                lake.rows(
                                StudyLake.ACCESS,
                                List.of(RowFactory.create(
                                        Timestamp.from(clock.instant()),
                                        run,
                                        System.getProperty("user.name"),
                                        "",
                                        "operation: record %s:%d:%d".formatted(topic, partition, offset),
                                        Quarantine.QUARANTINE.qualifiedName(),
                                        version,
                                        Quarantine.QUARANTINE.columnNames())))
                        .coalesce(1));
        return lines((name, text) -> text);
    }

    private List<String> lines(BinaryOperator<String> shown) {
        List<Row> held = at(lake.read(Quarantine.QUARANTINE)).collectAsList();
        if (held.isEmpty()) {
            return List.of("No such record is held.");
        }
        List<String> lines = new ArrayList<>();
        held.forEach(row -> lines.addAll(lines(row, shown)));
        bronze().filter(lake::exists).ifPresent(table -> {
            lines.add("");
            lines.add("In " + table + ":");
            at(lake.read(table)).collectAsList().forEach(row -> lines.addAll(lines(row, shown)));
        });
        return lines;
    }

    private Optional<Table> bronze() {
        return Arrays.stream(Topic.values())
                .filter(each -> each.label().equals(topic))
                .map(Topic::bronze)
                .findFirst();
    }

    private Dataset<Row> at(Dataset<Row> rows) {
        Column place = col("partition").equalTo(partition).and(col("offset").equalTo(offset));
        return rows.where(col("topic").equalTo(topic).and(place));
    }

    private static List<String> lines(Row row, BinaryOperator<String> shown) {
        return Arrays.stream(row.schema().fieldNames())
                .filter(name -> row.getAs(name) != null)
                .map(name -> "%-14s %s".formatted(name, shown.apply(name, text(row.getAs(name)))))
                .toList();
    }

    /** Bytes that are text are shown as text, others by their digits. */
    private static String text(Object value) {
        if (!(value instanceof byte[] bytes)) {
            return String.valueOf(value);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> c >= ' ' && c != '\uFFFD' || c == '\n' || c == '\t')
                ? text
                : HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static String mask(String name, String text) {
        if (PLAIN.contains(name)) {
            return text;
        }
        if (REASONS.contains(name)) {
            return MaskedReason.of(text);
        }
        return name.equals("raw") ? head(text) : MaskedJson.of(text).orElseGet(() -> MaskedJson.hidden(text));
    }

    /** The head of a value in Avro's single-object encoding is its schema and nothing else. */
    private static String head(String text) {
        boolean avro = text.startsWith("c3 01");
        return (avro ? text.substring(0, Math.min(text.length(), HEAD * 3 - 1)) + " … " : "") + MaskedJson.hidden(text);
    }
}
