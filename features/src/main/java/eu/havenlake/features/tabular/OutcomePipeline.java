package eu.havenlake.features.tabular;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;

import eu.havenlake.features.tabular.TabularResult.Coefficient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which columns a model is fitted to, and the MLlib pipeline over them: median for what is missing, a column that says
 * that it was, standardisation, logistic regression with an L2 penalty. The columns are chosen on the training donors
 * alone.
 *
 * @param features columns with at least two values among the training donors
 * @param gaps those of them that some training donors lack
 */
record OutcomePipeline(List<String> features, List<String> gaps) {
    private static final String LABEL = "label";

    OutcomePipeline {
        features = List.copyOf(features);
        gaps = List.copyOf(gaps);
    }

    /** The columns of {@code candidates} that can be learnt from. */
    static OutcomePipeline chosen(Dataset<Row> training, List<String> candidates) {
        Row counted = training.select(candidates.stream()
                        .flatMap(name -> Stream.of(count(name), countDistinct(col(name))))
                        .toArray(Column[]::new))
                .first();
        long rows = training.count();
        List<String> features = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (counted.getLong(2 * i + 1) > 1) {
                features.add(candidates.get(i));
                if (counted.getLong(2 * i) < rows) {
                    gaps.add(candidates.get(i));
                }
            }
        }
        return new OutcomePipeline(features, gaps);
    }

    /** Whether there is anything to learn from. */
    boolean empty() {
        return features.isEmpty();
    }

    PipelineModel fit(Dataset<Row> training, TabularSettings settings) {
        return new Pipeline()
                .setStages(new PipelineStage[] {
                    indicators(),
                    new Imputer()
                            .setStrategy("median")
                            .setInputCols(features.toArray(String[]::new))
                            .setOutputCols(suffixed(features, "_imputed")),
                    new VectorAssembler().setInputCols(inputs()).setOutputCol("raw"),
                    new StandardScaler()
                            .setWithMean(true)
                            .setWithStd(true)
                            .setInputCol("raw")
                            .setOutputCol("features"),
                    new LogisticRegression()
                            .setLabelCol(LABEL)
                            .setStandardization(false)
                            .setRegParam(settings.regularisation())
                            .setMaxIter(settings.iterations())
                })
                .fit(training);
    }

    /** The coefficients of a fitted model, the strongest first. */
    List<Coefficient> coefficients(PipelineModel model) {
        int last = model.stages().length - 1;
        double[] values =
                ((LogisticRegressionModel) model.stages()[last]).coefficients().toArray();
        return IntStream.range(0, values.length)
                .mapToObj(i -> new Coefficient(inputName(i), values[i]))
                .sorted(Comparator.comparingDouble((Coefficient each) -> -Math.abs(each.value())))
                .toList();
    }

    private String inputName(int i) {
        return i < features.size() ? features.get(i) : gaps.get(i - features.size()) + "_missing";
    }

    private SQLTransformer indicators() {
        StringBuilder sql = new StringBuilder("SELECT *");
        gaps.forEach(name -> sql.append(", CAST(isnull(`%1$s`) AS DOUBLE) AS `%1$s_missing`".formatted(name)));
        return new SQLTransformer().setStatement(sql + " FROM __THIS__");
    }

    private String[] inputs() {
        return Stream.concat(Stream.of(suffixed(features, "_imputed")), Stream.of(suffixed(gaps, "_missing")))
                .toArray(String[]::new);
    }

    private static String[] suffixed(List<String> names, String suffix) {
        return names.stream().map(name -> name + suffix).toArray(String[]::new);
    }
}
