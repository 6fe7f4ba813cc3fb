package eu.havenlake.training.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Roc;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final List<String> CLASSES = List.of("not-referable", "referable");

    @Test
    void figuresStandBesideTheMajorityClass() {
        Evaluation evaluation = Evaluation.of(CLASSES, predictions(200), 0, Bootstrap.seeded(1));
        assertThat(evaluation.images()).isEqualTo(200);
        assertThat(evaluation.donors()).isEqualTo(100);
        assertThat(evaluation.majorityClass()).isEqualTo("not-referable");
        Score accuracy = evaluation.score(Evaluation.ACCURACY);
        assertThat(accuracy.majority().value()).isCloseTo(0.7, within(1e-12));
        assertThat(accuracy.model().value()).isEqualTo(evaluation.confusion().accuracy());
        assertThat(accuracy.model().lower()).isLessThan(accuracy.model().value());
        assertThat(accuracy.model().upper()).isGreaterThan(accuracy.model().value());
        assertThat(evaluation.score(Evaluation.BALANCED_ACCURACY).majority().value())
                .isEqualTo(0.5);
        assertThat(evaluation.score(Evaluation.KAPPA).majority().value()).isZero();
        assertThat(evaluation.score(Evaluation.ROC_AUC).majority().value()).isEqualTo(0.5);
        assertThat(evaluation.score(Evaluation.ROC_AUC).model().value()).isGreaterThan(0.7);
    }

    @Test
    void thereIsACurveForEachClass() {
        Evaluation evaluation = Evaluation.of(CLASSES, predictions(50), 0, Bootstrap.seeded(1));
        assertThat(evaluation.roc())
                .hasSize(2)
                .allSatisfy(curve -> assertThat(curve.getLast())
                        .extracting(Roc.Point::falsePositiveRate, Roc.Point::truePositiveRate)
                        .containsExactly(1.0, 1.0));
    }

    @Test
    void whatIsNotDefinedSaysSo() {
        List<Prediction> one = List.of(new Prediction("i", "d", 1, List.of(0.4, 0.6)));
        Evaluation evaluation = Evaluation.of(CLASSES, one, 0, Bootstrap.seeded(1));
        assertThat(evaluation.score(Evaluation.ROC_AUC).model().defined()).isFalse();
        assertThat(evaluation.score(Evaluation.ACCURACY).model().value()).isEqualTo(1);
    }

    @Test
    void theFirstOfEqualProbabilitiesIsTheAnswer() {
        assertThat(new Prediction("i", "d", 0, List.of(0.2, 0.4, 0.4)).predicted())
                .isEqualTo(1);
    }

    private static List<Prediction> predictions(int count) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int label = i % 10 < 7 ? 0 : 1;
                    double score = Math.clamp(0.3 + 0.3 * label + random.nextDouble(-0.4, 0.4), 0, 1);
                    return new Prediction("i" + i, "d" + i / 2, label, List.of(1 - score, score));
                })
                .toList();
    }
}
