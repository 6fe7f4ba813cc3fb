package eu.havenlake.features.tabular;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import eu.havenlake.features.definition.Feature;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.definition.FeatureTables;
import eu.havenlake.features.tabular.TabularResult.Evaluated;
import eu.havenlake.features.tabular.TabularResult.Prediction;
import eu.havenlake.features.tabular.TabularResult.TooFew;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.statistics.Roc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Learns the outcome from the feature tables and measures how well, by cross-validation over donors: each donor is held
 * out once, and what is imputed, scaled and chosen comes from the other folds only.
 */
public final class TabularModel {
    private static final FeatureSet SET = FeatureSet.unplannedCare();

    private TabularModel() {}

    /** Evaluates on the tables that {@link DonorFeatures#build} left, and keeps the result in {@link OutcomeTable}. */
    public static TabularResult evaluate(StudyLake lake, TabularSettings settings) {
        String study = lake.study().id();
        Dataset<Row> rows = lake.read(FeatureTables.donorFeatures(SET).of(study));
        if (DonorFeatures.readsWearables(lake)) {
            Dataset<Row> worn =
                    lake.read(FeatureTables.donorWearableFeatures(SET).of(study));
            rows = rows.join(worn.drop("dataset", "basis"), new String[] {"donor"}, "left_outer");
        }
        List<String> columns = List.of(rows.columns());
        TabularResult result = evaluate(
                rows,
                SET.features().stream()
                        .map(Feature::name)
                        .filter(columns::contains)
                        .toList(),
                settings);
        lake.replace(
                OutcomeTable.OUTCOME_EVALUATION.of(study),
                rows.sparkSession()
                        .createDataFrame(List.of(OutcomeTable.row(result)), OutcomeTable.OUTCOME_EVALUATION.schema())
                        .coalesce(1));
        return result;
    }

    /**
     * Evaluates on any table of donors.
     *
     * @param rows {@code donor}, {@code outcome} and the features, one row per donor
     */
    static TabularResult evaluate(Dataset<Row> rows, List<String> features, TabularSettings settings) {
        Dataset<Row> folded = folded(rows, features, settings).coalesce(1).cache();
        try {
            int donors = (int) folded.count();
            int positives = (int) folded.where("label = 1").count();
            return TabularResult.enough(donors, positives)
                    ? evaluated(folded, features, settings)
                    : new TooFew(donors, positives);
        } finally {
            folded.unpersist();
        }
    }

    /**
     * The rows with {@code label} and {@code fold}. Within each class donors are dealt out in the order of a seeded hash
     * of their pseudonyms: folds depend on who the donors are, not on how rows lie, and each has its share of outcomes.
     */
    static Dataset<Row> folded(Dataset<Row> rows, List<String> features, TabularSettings settings) {
        Column rank = row_number()
                .over(Window.partitionBy("outcome")
                        .orderBy(xxhash64(lit(settings.seed()), col("donor")), col("donor")));
        return rows.select(Stream.concat(
                        Stream.of(
                                col("donor"),
                                col("outcome").cast("double").as("label"),
                                rank.mod(settings.folds()).as("fold")),
                        features.stream().map(name -> col(name)))
                .toArray(Column[]::new));
    }

    private static Evaluated evaluated(Dataset<Row> folded, List<String> features, TabularSettings settings) {
        List<Scored> scored = IntStream.range(0, settings.folds())
                .mapToObj(fold -> heldOut(folded, fold, features, settings))
                .flatMap(List::stream)
                .toList();
        OutcomePipeline whole = OutcomePipeline.chosen(folded, features);
        return new Evaluated(
                scored.size(),
                (int) scored.stream().filter(Scored::positive).count(),
                auc(scored, settings),
                whole.empty() ? List.of() : whole.coefficients(whole.fit(folded, settings)),
                unnamed(scored));
    }

    private record Scored(String donor, boolean positive, double score) {}

    private static List<Scored> heldOut(
            Dataset<Row> folded, int fold, List<String> features, TabularSettings settings) {
        Dataset<Row> training = folded.where(col("fold").notEqual(fold));
        Dataset<Row> test = folded.where(col("fold").equalTo(fold));
        OutcomePipeline pipeline = OutcomePipeline.chosen(training, features);
        if (pipeline.empty()) {
            return scored(test.withColumn("score", lit(0.5)));
        }
        return scored(pipeline.fit(training, settings).transform(test).withColumn("score", col("probability")));
    }

    private static List<Scored> scored(Dataset<Row> rows) {
        return rows.select("donor", "label", "score").collectAsList().stream()
                .map(row -> new Scored(row.getString(0), row.getDouble(1) == 1, probability(row.get(2))))
                .toList();
    }

    private static double probability(Object score) {
        return score instanceof Vector vector ? vector.apply(1) : (Double) score;
    }

    private static Estimate auc(List<Scored> scored, TabularSettings settings) {
        List<Scored> ordered = new ArrayList<>(scored);
        ordered.sort(Comparator.comparing(Scored::donor));
        int count = ordered.size();
        boolean[] positive = new boolean[count];
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            positive[i] = ordered.get(i).positive();
            scores[i] = ordered.get(i).score();
        }
        return new Bootstrap(settings.resamples(), 0.95, settings.seed())
                .estimate(ordered.stream().map(Scored::donor).toList(), rows -> Roc.auc(positive, scores, rows));
    }

    private static List<Prediction> unnamed(List<Scored> scored) {
        return scored.stream()
                .map(each -> new Prediction(each.positive(), each.score()))
                .sorted(Comparator.comparingDouble(Prediction::score).reversed())
                .toList();
    }
}
