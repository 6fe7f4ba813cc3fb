package eu.havenlake.features.tabular;

import static eu.havenlake.lake.table.ColumnType.DOUBLES;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRINGS;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notNull;

import eu.havenlake.features.tabular.TabularResult.Coefficient;
import eu.havenlake.features.tabular.TabularResult.Evaluated;
import eu.havenlake.features.tabular.TabularResult.Prediction;
import eu.havenlake.features.tabular.TabularResult.TooFew;
import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The gold table that keeps a study's last evaluation. No row of it is about one donor. */
public final class OutcomeTable {
    /** One row. */
    public static final Table OUTCOME_EVALUATION = Table.gold(
                    "outcome_evaluation",
                    Category.CLINICAL,
                    "How well the study's outcome was told of held-out donors; one row")
            .column("donors", INT, "Held-out donors", keep(), notNull())
            .column("positives", INT, "Those with the outcome", keep(), notNull())
            .column("auc", DOUBLES, "ROC-AUC and the bounds of its interval; none where donors were too few", keep())
            .column("features", STRINGS, "Features of the model, the strongest first", keep())
            .column("coefficients", DOUBLES, "Their coefficients, in the same order", keep())
            .column("scores", DOUBLES, "Held-out predictions: first those of positives, then the others", keep());

    private OutcomeTable() {}

    /** A result as the table's row. */
    static Row row(TabularResult result) {
        return switch (result) {
            case TooFew few ->
                RowFactory.create(
                        few.donors(), few.positives(), new Double[0], new String[0], new Double[0], new Double[0]);
            case Evaluated evaluated ->
                RowFactory.create(
                        evaluated.donors(),
                        evaluated.positives(),
                        new Double[] {
                            evaluated.auc().value(),
                            evaluated.auc().lower(),
                            evaluated.auc().upper()
                        },
                        evaluated.coefficients().stream()
                                .map(Coefficient::feature)
                                .toArray(String[]::new),
                        evaluated.coefficients().stream()
                                .map(Coefficient::value)
                                .toArray(Double[]::new),
                        Stream.concat(scores(evaluated, true), scores(evaluated, false))
                                .toArray(Double[]::new));
        };
    }

    private static Stream<Double> scores(Evaluated evaluated, boolean positive) {
        return evaluated.predictions().stream()
                .filter(prediction -> prediction.positive() == positive)
                .map(Prediction::score)
                .sorted();
    }

    /** The result that a row of the table keeps. */
    public static TabularResult result(Row row) {
        int donors = row.<Integer>getAs("donors");
        int positives = row.<Integer>getAs("positives");
        List<Double> auc = row.getList(row.fieldIndex("auc"));
        if (auc.isEmpty()) {
            return new TooFew(donors, positives);
        }
        List<String> features = row.getList(row.fieldIndex("features"));
        List<Double> coefficients = row.getList(row.fieldIndex("coefficients"));
        List<Double> scores = row.getList(row.fieldIndex("scores"));
        return new Evaluated(
                donors,
                positives,
                new Estimate(auc.get(0), auc.get(1), auc.get(2)),
                IntStream.range(0, features.size())
                        .mapToObj(i -> new Coefficient(features.get(i), coefficients.get(i)))
                        .toList(),
                IntStream.range(0, scores.size())
                        .mapToObj(i -> new Prediction(i < positives, scores.get(i)))
                        .toList());
    }
}
