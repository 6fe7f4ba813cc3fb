package eu.havenlake.features.definition;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.regr_slope;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From events to features. An event has the columns {@code donor, source, code, unit, at, value}, whatever kind of record
 * it was; a member of the cohort has {@code donor, index_date}. An event that came to be after the index date of its donor
 * counts for no feature.
 */
public final class Events {
    private static final double SECONDS_PER_YEAR = 365.25 * 86_400;
    private static final int LEAST_FOR_A_SLOPE = 3;
    private static final double LOW = 0.05;

    private Events() {}

    /** Rows of a silver table as events. */
    public static Dataset<Row> of(Source source, Dataset<Row> rows, Column code, Column unit, Column at, Column value) {
        return rows.select(
                col("donor"),
                lit(source.name()).as("source"),
                code.as("code"),
                unit.cast("string").as("unit"),
                at.as("at"),
                value.as("value"));
    }

    /** The events of members up to and including the day of their index date, with that date beside them. */
    public static Dataset<Row> upToIndex(Dataset<Row> events, Dataset<Row> members) {
        return events.join(members.select("donor", "index_date"), "donor")
                .where(to_date(col("at")).leq(col("index_date")));
    }

    /**
     * One row per donor with any of the events: {@code donor} and a column for each feature; null where no event counts.
     * Each event is first given to the features that it counts for: so a hundred features cost one pass, not a hundred.
     *
     * @param known result of {@link #upToIndex}
     */
    public static Dataset<Row> features(List<Feature> features, Dataset<Row> known) {
        Column window = col("f.days").equalTo(0).or(to_date(col("at")).gt(date_sub(col("index_date"), col("f.days"))));
        Column unit = col("f.unit").equalTo("").or(coalesce(col("unit").equalTo(col("f.unit")), lit(false)));
        return known.withColumn("f", explode_outer(featuresOfCode(features)))
                .withColumn("feature", when(unit.and(window), col("f.name")))
                .withColumn("statistic", col("f.statistic"))
                .groupBy("donor", "feature", "statistic")
                .agg(count(lit(1)).as("n"), statistics())
                .withColumn("value", chosen())
                .groupBy("donor")
                .pivot(
                        "feature",
                        features.stream()
                                .map(feature -> (Object) feature.name())
                                .toList())
                .agg(first("value"));
    }

    /** A feature of a donor who may have no event at all: nothing to count is 0, nothing measured is null. */
    public static Column orNone(Feature feature) {
        return switch (feature.statistic()) {
            case PRESENT, COUNT, COUNT_OF_CODES ->
                coalesce(col(feature.name()), lit(0.0)).as(feature.name());
            case LATEST, MEAN, SLOPE, LOW_PERCENTILE, DAILY_SUM_MEAN, PROPERTY -> col(feature.name());
        };
    }

    /** The features that ask for an event's code, and those of its source that take any. */
    private static Column featuresOfCode(List<Feature> features) {
        Map<String, List<Feature>> byKey = features.stream()
                .flatMap(feature -> keys(feature).map(key -> Map.entry(key, feature)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        Column lookup = map(byKey.entrySet().stream()
                .flatMap(each -> Stream.of(lit(each.getKey()), structs(each.getValue())))
                .toArray(Column[]::new));
        return concat(
                coalesce(lookup.getItem(concat_ws("|", col("source"), col("code"))), structs(List.of())),
                coalesce(lookup.getItem(concat(col("source"), lit("|*"))), structs(List.of())));
    }

    private static Stream<String> keys(Feature feature) {
        Stream<String> codes = feature.codes().isEmpty() ? Stream.of("*") : feature.codes().stream();
        return codes.map(code -> feature.source().name() + "|" + code);
    }

    private static Column structs(List<Feature> features) {
        Column[] each = features.stream()
                .map(feature -> struct(
                        lit(feature.name()).as("name"),
                        lit(feature.sourceUnit()).as("unit"),
                        lit(feature.windowDays()).as("days"),
                        lit(feature.statistic().name()).as("statistic")))
                .toArray(Column[]::new);
        return each.length == 0
                ? array().cast("array<struct<name:string,unit:string,days:int,statistic:string>>")
                : array(each);
    }

    private static Column[] statistics() {
        Column years = unix_seconds(col("at"))
                .minus(unix_seconds(col("index_date").cast("timestamp")))
                .divide(SECONDS_PER_YEAR);
        return new Column[] {
            count("value").as("values"),
            size(collect_set(when(is(Statistic.COUNT_OF_CODES), col("code")))).as("codes"),
            max_by(col("value"), when(col("value").isNotNull(), struct("at", "value")))
                    .as("latest"),
            avg("value").as("mean"),
            // Time counts from the index date, so that the sums stay small.
            regr_slope(col("value"), years).as("slope"),
            percentile(when(is(Statistic.LOW_PERCENTILE), col("value")), lit(LOW))
                    .as("low")
        };
    }

    private static Column chosen() {
        return when(is(Statistic.PRESENT), lit(1.0))
                .when(is(Statistic.COUNT), col("n").cast("double"))
                .when(is(Statistic.COUNT_OF_CODES), col("codes").cast("double"))
                .when(is(Statistic.LATEST), col("latest"))
                .when(is(Statistic.MEAN).or(is(Statistic.DAILY_SUM_MEAN)), col("mean"))
                .when(is(Statistic.SLOPE).and(col("values").geq(LEAST_FOR_A_SLOPE)), col("slope"))
                .when(is(Statistic.LOW_PERCENTILE), col("low"));
    }

    private static Column is(Statistic statistic) {
        return col("statistic").equalTo(statistic.name());
    }
}
