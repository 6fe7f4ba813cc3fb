package eu.havenlake.ingest.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.file.CsvFile;
import eu.havenlake.ingest.file.TextLines;
import eu.havenlake.lake.HavenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A file of decisions: CSV with the columns {@code donor, decision} and optionally {@code purposes, categories, from,
 * until}, or NDJSON ({@code .ndjson}, {@code .jsonl}) with members of the same names. In CSV, several purposes or
 * categories are separated by {@code ;}.
 *
 * <p>A decision that cannot be read gives a record with the reason. It is never taken for a grant.
 */
public final class ConsentFile {
    private static final String DONOR = "donor";
    private static final String DECISION = "decision";
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final Path file;
    private final Optional<CsvFile> csv;

    private ConsentFile(Path file, Optional<CsvFile> csv) {
        this.file = file;
        this.csv = csv;
    }

    /**
     * Opens a file.
     *
     * @throws HavenException where it cannot be read, or is CSV and lacks a column
     */
    public static ConsentFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new HavenException(
                    "Cannot read %s: no such file. Give --consent a CSV or NDJSON file.".formatted(file));
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean json = name.endsWith(".ndjson") || name.endsWith(".jsonl");
        return new ConsentFile(file, json ? Optional.empty() : Optional.of(CsvFile.open(file, DONOR, DECISION)));
    }

    /** The decisions, lazily, in the order of the file. */
    public Stream<ConsentDecision> read() {
        return csv.map(table -> table.rows().map(this::decision))
                .orElseGet(
                        () -> TextLines.of(file).filter(line -> !line.blank()).map(this::decision));
    }

    private ConsentDecision decision(CsvFile.Row row) {
        return new DecisionReader(place(row.line()), row.text()).read(row.values(), row.problem());
    }

    private ConsentDecision decision(TextLines.Line line) {
        DecisionReader reader = new DecisionReader(place(line.number()), line.text());
        if (line.problem().isPresent()) {
            return reader.read(Map.of(), line.problem());
        }
        try {
            JsonNode node = JSON.readTree(line.text());
            return node.isObject()
                    ? reader.read(values(node), Optional.empty())
                    : reader.read(Map.of(), Optional.of("it is not a JSON object"));
        } catch (JsonProcessingException e) {
            // The parser's words may repeat a part of the line, and the line names a donor.
            return reader.read(Map.of(), Optional.of("it is not JSON"));
        }
    }

    private static Map<String, String> values(JsonNode node) {
        Map<String, String> values = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            String value = text(member.getValue());
            if (!value.isBlank()) {
                values.put(member.getKey(), value.trim());
            }
        });
        return values;
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(DecisionReader.SEPARATOR))
                : value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    private String place(int line) {
        return file.getFileName() + ":" + line;
    }
}
