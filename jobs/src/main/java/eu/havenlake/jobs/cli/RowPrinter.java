package eu.havenlake.jobs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;

/** Rows for a terminal or another program. */
final class RowPrinter {
    /** How rows are printed. */
    enum Format {
        /** Aligned columns; long values are cut. */
        table,
        /** RFC 4180. */
        csv,
        /** One JSON object per line. */
        json
    }

    private static final int WIDEST = 60;

    private RowPrinter() {}

    static void print(Dataset<Row> rows, Format format, Consumer<String> out) {
        switch (format) {
            case table -> table(rows, out);
            case csv -> csv(rows, out);
            case json -> rows.toJSON().toLocalIterator().forEachRemaining(out);
        }
    }

    private static void csv(Dataset<Row> rows, Consumer<String> out) {
        out.accept(csv(Arrays.asList(rows.columns())));
        texts(rows).forEachRemaining(row -> out.accept(csv(row)));
    }

    private static String csv(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                .collect(Collectors.joining(","));
    }

    private static void table(Dataset<Row> rows, Consumer<String> out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(Arrays.asList(rows.columns()));
        texts(rows)
                .forEachRemaining(
                        row -> lines.add(row.stream().map(RowPrinter::cut).toList()));
        int[] widths = IntStream.range(0, rows.columns().length)
                .map(i -> lines.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (int row = 0; row < lines.size(); row++) {
            out.accept(aligned(lines.get(row), widths));
            if (row == 0) {
                out.accept(Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
            }
        }
        out.accept("(%,d rows)".formatted(lines.size() - 1));
    }

    private static String aligned(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(
                        i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
    }

    /** Cells as Spark itself casts them to text, bytes as their number. */
    private static Iterator<List<String>> texts(Dataset<Row> rows) {
        String[] casts =
                Arrays.stream(rows.schema().fields()).map(RowPrinter::cast).toArray(String[]::new);
        Iterator<Row> texts = rows.selectExpr(casts).toLocalIterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return texts.hasNext();
            }

            @Override
            public List<String> next() {
                Row row = texts.next();
                return IntStream.range(0, row.size())
                        .mapToObj(i -> row.isNullAt(i) ? "" : row.getString(i))
                        .toList();
            }
        };
    }

    private static String cast(StructField field) {
        String name = "`" + field.name().replace("`", "``") + "`";
        return field.dataType() instanceof BinaryType
                ? "concat(length(" + name + "), ' bytes')"
                : "cast(" + name + " as string)";
    }
}
