package eu.havenlake.features.definition;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.regr_slope;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From events to features. An event has the columns {@code donor, code, unit, at, value}, whatever kind of record it was;
 * a member of the cohort has {@code donor, index_date}. An event that came to be after the index date of its donor counts
 * for no feature.
 */
public final class Events {
    /** Columns of an event. */
    public static final String[] COLUMNS = {"donor", "code", "unit", "at", "value"};

    private static final double SECONDS_PER_YEAR = 365.25 * 86_400;
    private static final int LEAST_FOR_A_SLOPE = 3;
    private static final double LOW = 0.05;

    private Events() {}

    /** The events of members up to and including the day of their index date, with that date beside them. */
    public static Dataset<Row> upToIndex(Dataset<Row> events, Dataset<Row> members) {
        return events.join(members.select("donor", "index_date"), "donor")
                .where(to_date(col("at")).leq(col("index_date")));
    }

    /**
     * One row per donor with any of the events: {@code donor} and a column for each feature; null where it has no value.
     *
     * @param known result of {@link #upToIndex}
     */
    public static Dataset<Row> features(List<Feature> features, Dataset<Row> known) {
        Column[] columns = features.stream()
                .map(feature -> statistic(feature).cast("double").as(feature.name()))
                .toArray(Column[]::new);
        return known.groupBy("donor").agg(count(lit(1)).as("_events"), columns).drop("_events");
    }

    /** A feature of a donor who may have no event at all: nothing to count is 0, nothing measured is null. */
    public static Column orNone(Feature feature) {
        return switch (feature.statistic()) {
            case PRESENT, COUNT, COUNT_OF_CODES ->
                coalesce(col(feature.name()), lit(0.0)).as(feature.name());
            case LATEST, MEAN, SLOPE, LOW_PERCENTILE, DAILY_SUM_MEAN, PROPERTY -> col(feature.name());
        };
    }

    private static Column statistic(Feature feature) {
        Column in = in(feature);
        Column value = when(in, col("value"));
        return switch (feature.statistic()) {
            case PRESENT -> count(when(in, lit(1))).gt(0);
            case COUNT -> count(when(in, lit(1)));
            case COUNT_OF_CODES -> size(collect_set(when(in, col("code"))));
            case LATEST -> max_by(value, when(in.and(col("value").isNotNull()), struct("at", "value")));
            case MEAN, DAILY_SUM_MEAN -> avg(value);
            case SLOPE -> slope(value);
            case LOW_PERCENTILE -> percentile(value, lit(LOW));
            case PROPERTY -> throw new IllegalArgumentException(feature.name() + " is not taken from events");
        };
    }

    /** Time counts from the index date, so that the sums stay small. */
    private static Column slope(Column value) {
        Column years = unix_seconds(col("at"))
                .minus(unix_seconds(col("index_date").cast("timestamp")))
                .divide(SECONDS_PER_YEAR);
        return when(count(value).geq(LEAST_FOR_A_SLOPE), regr_slope(value, years));
    }

    private static Column in(Feature feature) {
        Column code = feature.codes().isEmpty()
                ? lit(true)
                : col("code").isin(feature.codes().toArray());
        Column unit = feature.sourceUnit().isEmpty()
                ? lit(true)
                : coalesce(col("unit").equalTo(feature.sourceUnit()), lit(false));
        Column window = feature.windowDays() == 0
                ? lit(true)
                : to_date(col("at")).gt(date_sub(col("index_date"), feature.windowDays()));
        return code.and(unit).and(window);
    }
}
