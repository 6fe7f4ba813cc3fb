package eu.havenlake.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.jobs.report.ReportData.Bin;
import eu.havenlake.jobs.report.ReportData.Distribution;
import eu.havenlake.jobs.report.ReportData.Quantiles;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Sql;
import eu.havenlake.lake.table.TableStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** How the values of gold tables are distributed: every number and every label that their columns hold. */
final class Distributions {
    private static final int BINS = 16;
    private static final int MOST_CLASSES = 12;
    private static final double[] QUANTILES = {0.02, 0.05, 0.5, 0.95, 0.98};
    /** Sizes that are the same for all rows of a table of images. */
    private static final Set<String> LAYOUT = Set.of("width", "height", "channels");

    /** Answers of a model are no features of donors; they stand with the model. */
    private static final String ANSWERS = ".prediction";

    private static final Set<String> CLASSES = Set.of("label", "outcome", "sex", "gender");

    private final Lake lake;

    Distributions(Lake lake) {
        this.lake = lake;
    }

    List<Distribution> of(List<TableStatus> tables) {
        return tables.stream()
                .filter(table -> table.name().startsWith("gold_") && table.rows() > 0)
                .filter(table -> !table.name().endsWith(ANSWERS))
                .flatMap(table -> of(table.name(), lake.read(table)))
                .toList();
    }

    private static Stream<Distribution> of(String table, Dataset<Row> rows) {
        if (!Arrays.asList(rows.columns()).contains("donor")) {
            return Stream.empty();
        }
        List<StructField> fields = Arrays.asList(rows.schema().fields());
        Stream<Distribution> classes = fields.stream()
                .filter(field -> CLASSES.contains(field.name()) && !(field.dataType() instanceof NumericType))
                .map(field -> classes(table, rows, field));
        List<StructField> numbers = fields.stream()
                .filter(field -> field.dataType() instanceof NumericType && !LAYOUT.contains(field.name()))
                .toList();
        return Stream.concat(classes, numbers(table, rows, numbers).stream());
    }

    private static Distribution classes(String table, Dataset<Row> rows, StructField field) {
        Map<String, Long> counts = new LinkedHashMap<>();
        rows.groupBy(named(field).cast(DataTypes.StringType).as("label"))
                .agg(count(lit(1)).as("rows"))
                .orderBy(col("label"))
                .collectAsList()
                .forEach(row -> counts.put(row.isNullAt(0) ? "" : row.getString(0), row.getLong(1)));
        long missing = counts.getOrDefault("", 0L);
        counts.remove("");
        long present = counts.values().stream().mapToLong(Long::longValue).sum();
        List<Bin> bins = counts.entrySet().stream()
                .limit(MOST_CLASSES)
                .map(each -> new Bin(each.getKey(), each.getValue()))
                .toList();
        return new Distribution(table, field.name(), meaning(field), present, missing, Optional.empty(), bins);
    }

    /** Quantiles of all columns in one pass, then the bars of all in another. */
    private static List<Distribution> numbers(String table, Dataset<Row> rows, List<StructField> fields) {
        if (fields.isEmpty()) {
            return List.of();
        }
        Row limits =
                aggregate(rows, fields.stream().map(Distributions::quantiles).toList());
        List<StructField> filled = new ArrayList<>();
        List<double[]> quantiles = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (!limits.isNullAt(i)) {
                filled.add(fields.get(i));
                quantiles.add(limits.<Double>getList(i).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
            }
        }
        List<Column> counts = IntStream.range(0, filled.size())
                .boxed()
                .flatMap(i -> counts(filled.get(i), quantiles.get(i)))
                .toList();
        Row counted = counts.isEmpty() ? limits : aggregate(rows, counts);
        return IntStream.range(0, filled.size())
                .mapToObj(i -> distribution(table, filled.get(i), quantiles.get(i), counted, i * (BINS + 1)))
                .toList();
    }

    private static Row aggregate(Dataset<Row> rows, List<Column> columns) {
        return rows.agg(columns.getFirst(), columns.subList(1, columns.size()).toArray(Column[]::new))
                .first();
    }

    private static Column named(StructField field) {
        return col(Sql.identifier(field.name()));
    }

    private static Column number(StructField field) {
        Column value = named(field).cast(DataTypes.DoubleType);
        return when(value.isNaN(), lit(null)).otherwise(value);
    }

    private static Column quantiles(StructField field) {
        return percentile_approx(number(field), lit(QUANTILES), lit(10_000));
    }

    /** Missing rows, then the rows of each bar. */
    private static Stream<Column> counts(StructField field, double[] quantiles) {
        Column value = number(field);
        Stream<Column> bars = IntStream.range(0, BINS).mapToObj(bin -> {
            Column above = bin == 0 ? value.isNotNull() : value.geq(lit(lower(quantiles, bin)));
            Column below = bin == BINS - 1 ? value.isNotNull() : value.lt(lit(lower(quantiles, bin + 1)));
            return count_if(above.and(below));
        });
        return Stream.concat(Stream.of(count_if(value.isNull())), bars);
    }

    private static double lower(double[] quantiles, int bin) {
        double low = quantiles[0];
        double high = quantiles[quantiles.length - 1];
        return low + (high - low) * bin / BINS;
    }

    private static Distribution distribution(
            String table, StructField field, double[] quantiles, Row counted, int offset) {
        List<Bin> bins = IntStream.range(0, BINS)
                .mapToObj(bin -> new Bin(Numbers.value(lower(quantiles, bin)), counted.getLong(offset + 1 + bin)))
                .toList();
        return new Distribution(
                table,
                field.name(),
                meaning(field),
                bins.stream().mapToLong(Bin::count).sum(),
                counted.getLong(offset),
                Optional.of(new Quantiles(quantiles[1], quantiles[2], quantiles[3])),
                bins);
    }

    private static String meaning(StructField field) {
        return field.getComment().getOrElse(() -> "");
    }
}
