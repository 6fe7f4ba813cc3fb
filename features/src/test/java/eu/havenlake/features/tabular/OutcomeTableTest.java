package eu.havenlake.features.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.features.tabular.TabularResult.Coefficient;
import eu.havenlake.features.tabular.TabularResult.Evaluated;
import eu.havenlake.features.tabular.TabularResult.Prediction;
import eu.havenlake.features.tabular.TabularResult.TooFew;
import eu.havenlake.lake.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class OutcomeTableTest {
    /** A row as Spark gives it back: with its schema, and Scala's sequences for arrays. */
    private static Row read(Row written) {
        Object[] values = new Object[written.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = written.get(i) instanceof Object[] array
                    ? CollectionConverters.asScala(Arrays.asList(array)).toSeq()
                    : written.get(i);
        }
        return new GenericRowWithSchema(values, OutcomeTable.OUTCOME_EVALUATION.schema());
    }

    @Test
    void refusalComesBackAsARefusal() {
        assertThat(OutcomeTable.result(read(OutcomeTable.row(new TooFew(12, 3)))))
                .isEqualTo(new TooFew(12, 3));
    }

    @Test
    void figureComesBackWithItsCurve() {
        Evaluated kept = new Evaluated(
                3,
                1,
                new Estimate(0.75, 0.5, 1),
                List.of(new Coefficient("age", 1.5), new Coefficient("bmi_latest", -0.5)),
                List.of(new Prediction(false, 0.4), new Prediction(true, 0.3), new Prediction(false, 0.1)));
        Evaluated back = (Evaluated) OutcomeTable.result(read(OutcomeTable.row(kept)));
        assertThat(back.auc()).isEqualTo(kept.auc());
        assertThat(back.coefficients()).isEqualTo(kept.coefficients());
        assertThat(back.curve()).isEqualTo(kept.curve());
    }
}
