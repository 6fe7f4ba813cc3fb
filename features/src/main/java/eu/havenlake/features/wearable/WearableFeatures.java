package eu.havenlake.features.wearable;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.features.definition.Events;
import eu.havenlake.features.definition.Feature;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.definition.Source;
import eu.havenlake.features.definition.Statistic;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Features from wearables. A sample counts from its end on, so that the night after the index date is none of it. Days
 * are those of UTC, moved with the donor's dates. Statistics that a source made itself (an average of a day) do not
 * count; two devices on one arm count twice.
 */
public final class WearableFeatures {
    private WearableFeatures() {}

    /** One row per member with any sample: {@code donor, dataset, basis} and the features of wearables. */
    public static Dataset<Row> of(FeatureSet set, Dataset<Row> members, Dataset<Row> samples) {
        List<Feature> features = set.from(Source.WEARABLE);
        Dataset<Row> single = samples.where(col("statistic").isNull());
        Dataset<Row> known = Events.upToIndex(events(single), members);
        return Events.features(features, daysSummed(known, features)).join(rights(samples), "donor");
    }

    private static Dataset<Row> events(Dataset<Row> samples) {
        return Events.of(
                Source.WEARABLE,
                samples,
                col("measure"),
                col("unit"),
                coalesce(col("effective_end"), col("effective_start")),
                col("value"));
    }

    /** The measures of which a day has one sum, with that sum in place of its parts; all others as they are. */
    private static Dataset<Row> daysSummed(Dataset<Row> events, List<Feature> features) {
        Column summed = col("code")
                .isin(features.stream()
                        .filter(feature -> feature.statistic() == Statistic.DAILY_SUM_MEAN)
                        .flatMap(feature -> feature.codes().stream())
                        .toArray());
        Dataset<Row> days = events.where(summed)
                .groupBy(
                        col("donor"),
                        col("source"),
                        col("index_date"),
                        col("code"),
                        col("unit"),
                        to_date(col("at")).as("day"))
                .agg(sum("value").as("value"))
                .withColumn("at", col("day").cast("timestamp"))
                .drop("day");
        return events.where(not(summed)).unionByName(days);
    }

    /** A donor whose samples came partly without a legal basis needs consent for all of them. */
    private static Dataset<Row> rights(Dataset<Row> samples) {
        return samples.groupBy("donor")
                .agg(
                        max("dataset").as("dataset"),
                        when(count("basis").equalTo(count(lit(1))), max("basis"))
                                .as("basis"));
    }
}
