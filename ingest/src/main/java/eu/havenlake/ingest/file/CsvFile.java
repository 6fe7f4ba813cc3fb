package eu.havenlake.ingest.file;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A comma-separated file with a header (RFC 4180). One line is one row, even inside quotes: so a quote that is never
 * closed spoils its own line and not the rest of the file.
 */
public final class CsvFile {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true).get();

    private final Path file;
    private final List<String> columns;

    private CsvFile(Path file, List<String> columns) {
        this.file = file;
        this.columns = columns;
    }

    /**
     * One line below the header.
     *
     * @param line its number in the file, the header being 1
     * @param text the line as it stands
     * @param values values by column, trimmed, without the empty ones; none where there is a problem
     * @param problem why the line could not be read
     */
    public record Row(int line, String text, Map<String, String> values, Optional<String> problem) {
        /** The value of a column, where it has one. */
        public Optional<String> value(String column) {
            return Optional.ofNullable(values.get(column));
        }
    }

    /**
     * Opens a file and reads its header. Names of columns are taken in lower case.
     *
     * @param required columns that must be there
     * @throws HavenException where the file cannot be read or a column is missing or given twice
     */
    public static CsvFile open(Path file, String... required) {
        if (!Files.isReadable(file)) {
            throw new HavenException(
                    "Cannot read %s: there is no such file that this user may read. Check the path.".formatted(file));
        }
        TextLines.Line header;
        try (Stream<TextLines.Line> lines = TextLines.of(file)) {
            header = lines.filter(line -> !line.blank())
                    .findFirst()
                    .orElseThrow(() ->
                            new HavenException("Cannot read %s: it is empty. Its first line must name the columns %s."
                                    .formatted(file, String.join(", ", required))));
        }
        header.problem().ifPresent(problem -> {
            throw new HavenException("Cannot read %s: %s. Give a readable CSV file.".formatted(file, problem));
        });
        List<String> columns = header(file, header.text());
        checkColumns(file, columns, required);
        return new CsvFile(file, columns);
    }

    private static List<String> header(Path file, String text) {
        try {
            return parse(text).stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new HavenException(
                    "Cannot read the header of %s: %s. Write it as comma-separated names.".formatted(file, reason(e)),
                    e);
        }
    }

    private static void checkColumns(Path file, List<String> columns, String... required) {
        for (String column : required) {
            if (!columns.contains(column)) {
                throw new HavenException(
                        "Cannot read %s: it has no column \"%s\". Its columns are: %s. Add the column, or rename one."
                                .formatted(file, column, String.join(", ", columns)));
            }
        }
        Set<String> seen = new HashSet<>();
        columns.stream().filter(column -> !seen.add(column)).findFirst().ifPresent(twice -> {
            throw new HavenException("Cannot read %s: it has two columns \"%s\". Rename one.".formatted(file, twice));
        });
    }

    /** The names of the columns, in lower case. */
    public List<String> columns() {
        return columns;
    }

    /** The rows, lazily; blank lines are left out. */
    public Stream<Row> rows() {
        return TextLines.of(file).filter(line -> !line.blank()).skip(1).map(this::row);
    }

    private Row row(TextLines.Line line) {
        if (line.problem().isPresent()) {
            return problem(line, line.problem().get());
        }
        try {
            List<String> values = parse(line.text());
            return values.size() == columns.size()
                    ? new Row(line.number(), line.text(), named(values), Optional.empty())
                    : problem(line, "it has %d fields, the header has %d".formatted(values.size(), columns.size()));
        } catch (IOException | UncheckedIOException e) {
            return problem(line, "it is not CSV: " + reason(e));
        }
    }

    private static Row problem(TextLines.Line line, String reason) {
        return new Row(line.number(), line.text(), Map.of(), Optional.of(reason));
    }

    private static String reason(Exception e) {
        // The parser's own words may repeat the field, and a field may name a donor.
        return String.valueOf(e.getMessage()).contains("EOF")
                ? "a quoted field is not closed on this line"
                : "a quoted field is followed by something other than a comma";
    }

    private Map<String, String> named(List<String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isBlank()) {
                named.put(columns.get(i), values.get(i).trim());
            }
        }
        return named;
    }

    private static List<String> parse(String text) throws IOException {
        try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
            return parser.stream().flatMap(CSVRecord::stream).map(String::trim).toList();
        }
    }
}
