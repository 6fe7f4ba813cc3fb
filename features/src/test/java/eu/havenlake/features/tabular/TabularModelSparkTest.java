package eu.havenlake.features.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.features.tabular.TabularResult.Evaluated;
import eu.havenlake.features.tabular.TabularResult.TooFew;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class TabularModelSparkTest {
    private static final List<String> FEATURES = List.of("signal", "noise", "constant", "absent");
    private static final TabularSettings SETTINGS = new TabularSettings(5, 0.1, 30, 200, 7);
    private static final StructType SCHEMA = StructType.fromDDL(
            "donor STRING, outcome BOOLEAN, signal DOUBLE, noise DOUBLE, constant DOUBLE, absent DOUBLE");

    /** Every fourth has the outcome; then the signal is two standard deviations higher. A tenth of the noise lacks. */
    private static List<Row> donors(int count) {
        Random random = new Random(3);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean outcome = i % 4 == 0;
            double signal = random.nextGaussian() + (outcome ? 2 : 0);
            Double noise = i % 10 == 0 ? null : Double.valueOf(random.nextGaussian());
            rows.add(RowFactory.create("donor-" + i, outcome, signal, noise, 1.0, null));
        }
        return rows;
    }

    private static Evaluated evaluated(SparkSession spark, List<Row> rows) {
        return (Evaluated) TabularModel.evaluate(spark.createDataFrame(rows, SCHEMA), FEATURES, SETTINGS);
    }

    @Test
    void signalIsFoundAndEachDonorIsHeldOutOnce(SparkSession spark) {
        Evaluated result = evaluated(spark, donors(120));
        assertThat(result.donors()).isEqualTo(120);
        assertThat(result.positives()).isEqualTo(30);
        assertThat(result.predictions()).hasSize(120);
        // Two normal distributions two deviations apart: Phi(2 / sqrt 2) = 0.92.
        assertThat(result.auc().value()).isBetween(0.85, 0.98);
        assertThat(result.auc().lower()).isLessThan(result.auc().value());
        assertThat(result.coefficients().getFirst().feature()).isEqualTo("signal");
        assertThat(result.coefficients().getFirst().value()).isPositive();
        assertThat(result.coefficients())
                .extracting(TabularResult.Coefficient::feature)
                .containsExactlyInAnyOrder("signal", "noise", "noise_missing");
    }

    @Test
    void orderOfRowsChangesNothing(SparkSession spark) {
        List<Row> shuffled = new ArrayList<>(donors(60));
        Collections.shuffle(shuffled, new Random(5));
        Dataset<Row> one = TabularModel.folded(spark.createDataFrame(donors(60), SCHEMA), FEATURES, SETTINGS);
        Dataset<Row> other =
                TabularModel.folded(spark.createDataFrame(shuffled, SCHEMA).repartition(3), FEATURES, SETTINGS);
        assertThat(Rows.text(one, "donor", "fold")).isEqualTo(Rows.text(other, "donor", "fold"));
    }

    @Test
    void everyFoldHasItsShareOfOutcomes(SparkSession spark) {
        Dataset<Row> folds = TabularModel.folded(spark.createDataFrame(donors(60), SCHEMA), FEATURES, SETTINGS)
                .groupBy("fold")
                .sum("label");
        assertThat(Rows.text(folds, "fold", "`sum(label)`"))
                .containsExactly("0 | 3.0", "1 | 3.0", "2 | 3.0", "3 | 3.0", "4 | 3.0");
    }

    @Test
    void labelsByChanceGiveNoArea(SparkSession spark) {
        Dataset<Row> noise = spark.createDataFrame(donors(120), SCHEMA).drop("signal");
        Evaluated result = (Evaluated) TabularModel.evaluate(noise, List.of("noise", "constant"), SETTINGS);
        assertThat(result.auc().value()).isBetween(0.25, 0.65);
    }

    @Test
    void featuresWithoutAnyDifferenceGiveTheAreaOfChance(SparkSession spark) {
        Dataset<Row> rows = spark.createDataFrame(donors(60), SCHEMA);
        Evaluated result = (Evaluated) TabularModel.evaluate(rows, List.of("constant", "absent"), SETTINGS);
        assertThat(result.auc().value()).isEqualTo(0.5);
        assertThat(result.coefficients()).isEmpty();
    }

    @Test
    void tooFewDonorsGiveNoNumber(SparkSession spark) {
        Dataset<Row> rows = spark.createDataFrame(donors(36), SCHEMA);
        assertThat(TabularModel.evaluate(rows, FEATURES, SETTINGS)).isEqualTo(new TooFew(36, 9));
        assertThat(TabularModel.evaluate(rows.limit(0), FEATURES, SETTINGS)).isEqualTo(new TooFew(0, 0));
    }
}
