package eu.havenlake.training.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Roc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final List<String> CLASSES = List.of("not-referable", "referable");

    @Test
    void figuresStandBesideTheMajorityClass() {
        Evaluation evaluation = Evaluation.of(CLASSES, predictions(200), Evaluation.Beside.of(0), Bootstrap.seeded(1));
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
        Evaluation evaluation = Evaluation.of(CLASSES, predictions(50), Evaluation.Beside.of(0), Bootstrap.seeded(1));
        assertThat(evaluation.roc())
                .hasSize(2)
                .allSatisfy(curve -> assertThat(curve.getLast())
                        .extracting(Roc.Point::falsePositiveRate, Roc.Point::truePositiveRate)
                        .containsExactly(1.0, 1.0));
    }

    @Test
    void whatIsNotDefinedSaysSo() {
        List<Prediction> one = List.of(new Prediction("i", "d", 1, List.of(0.4, 0.6)));
        Evaluation evaluation = Evaluation.of(CLASSES, one, Evaluation.Beside.of(0), Bootstrap.seeded(1));
        assertThat(evaluation.score(Evaluation.ROC_AUC).model().defined()).isFalse();
        assertThat(evaluation.score(Evaluation.ACCURACY).model().value()).isEqualTo(1);
    }

    @Test
    void aModelThatIsTooSureGetsTheTemperatureItsLogitsWereMultipliedBy() {
        List<Prediction> validation = sure(4000, 3, 7);
        List<Prediction> test = sure(2000, 3, 8);
        Calibration calibration = evaluation(test, validation).calibration().orElseThrow();
        assertThat(calibration.temperature().orElseThrow()).isCloseTo(3, within(0.2));
        assertThat(calibration.error().value()).isGreaterThan(0.1);
        assertThat(calibration.cooled().orElseThrow().value()).isLessThan(0.03);
        assertThat(calibration.bins().stream()
                        .mapToInt(Calibration.Bin::answers)
                        .sum())
                .isEqualTo(2000);
        Calibration.Bin surest = calibration.bins().getLast();
        assertThat(surest.confidence()).isGreaterThan(surest.accuracy());
    }

    @Test
    void calibrationErrorIsTheDistanceOfWhatIsSaidFromWhatIsTrue() {
        // Of four answers said to be right with 0.8, two are.
        List<Prediction> test = IntStream.range(0, 4)
                .mapToObj(i -> new Prediction("i" + i, "d" + i, i % 2, List.of(0.2, 0.8)))
                .toList();
        Calibration calibration = evaluation(test, List.of()).calibration().orElseThrow();
        assertThat(calibration.error().value()).isCloseTo(0.3, within(1e-12));
        assertThat(calibration.temperature()).isEmpty();
    }

    @Test
    void thresholdComesFromTheValidationPartAndFiguresFromTheTestPart() {
        List<Prediction> validation = scored(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95);
        List<Prediction> test = List.of(
                scored("a", 1, 0.9),
                scored("b", 1, 0.1),
                scored("c", 0, 0.3),
                scored("d", 0, 0.15),
                scored("e", 0, 0.2));
        OperatingPoint point = Evaluation.of(
                        CLASSES,
                        test,
                        new Evaluation.Beside(0, Chosen.on(validation, CLASSES.size(), 0.9), Map.of()),
                        Bootstrap.seeded(1))
                .points()
                .getFirst();
        assertThat(point.className()).isEqualTo("referable");
        assertThat(point.threshold()).as("one of ten may be missed").isEqualTo(0.2);
        assertThat(point.sensitivity().value()).isEqualTo(0.5);
        assertThat(point.specificity().value()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void groupsOfFewDonorsAreNotShown() {
        List<Prediction> test = predictions(60);
        Map<String, Map<String, String>> groups = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            // 12 donors in the north, 18 in the south; 9 are left-handed, whom all minus the right-handed would show.
            groups.put("i" + i, Map.of("region", i < 24 ? "north" : "south", "hand", i < 18 ? "left" : "right"));
        }
        List<Subgroup> subgroups = Evaluation.of(
                        CLASSES, test, new Evaluation.Beside(0, Chosen.NONE, groups), Bootstrap.seeded(1))
                .subgroups();
        assertThat(subgroups)
                .extracting(Subgroup::by, Subgroup::value, Subgroup::images, Subgroup::donors)
                .containsExactly(tuple("region", "north", 24, 12), tuple("region", "south", 36, 18));
        assertThat(subgroups.getFirst().accuracy().value()).isBetween(0.5, 1.0);
    }

    @Test
    void groupsThatShareDonorsHideTheFewOthersToo() {
        List<Prediction> test = predictions(90);
        Map<String, Map<String, String>> groups = new HashMap<>();
        for (int i = 0; i < 90; i++) {
            // 45 donors: the first 40 are in bands shown, 20 in each and 5 more in both; 5 in a band of their own.
            String band = i < 40 ? (i < 10 && i % 2 == 1 ? "60 to 79" : "40 to 59") : i < 80 ? "60 to 79" : "80 to 99";
            groups.put("i" + i, Map.of("age", band));
        }
        assertThat(evaluation(test, groups)).isEmpty();
    }

    private static List<Subgroup> evaluation(List<Prediction> test, Map<String, Map<String, String>> groups) {
        return Evaluation.of(CLASSES, test, new Evaluation.Beside(0, Chosen.NONE, groups), Bootstrap.seeded(1))
                .subgroups();
    }

    private static Evaluation evaluation(List<Prediction> test, List<Prediction> validation) {
        return Evaluation.of(
                CLASSES,
                test,
                new Evaluation.Beside(0, Chosen.on(validation, CLASSES.size(), 0.9), Map.of()),
                Bootstrap.seeded(1));
    }

    /** Answers of a model whose logits are right but for a factor. */
    private static List<Prediction> sure(int count, double factor, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double logit = random.nextDouble(-2, 2);
                    int label = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
                    return scored("i" + i, label, 1 / (1 + Math.exp(-factor * logit)));
                })
                .toList();
    }

    /** All of class 1. */
    private static List<Prediction> scored(double... scores) {
        return IntStream.range(0, scores.length)
                .mapToObj(i -> scored("v" + i, 1, scores[i]))
                .toList();
    }

    private static Prediction scored(String image, int label, double score) {
        return new Prediction(image, "donor of " + image, label, List.of(1 - score, score));
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
