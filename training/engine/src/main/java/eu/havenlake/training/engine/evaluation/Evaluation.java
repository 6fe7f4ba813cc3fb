package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.ConfusionMatrix;
import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.statistics.Roc;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How good a model is on images that it has not seen, with intervals by resampling donors. Quadratic weighted kappa
 * speaks of ordered classes; it is meant for grades and for two classes.
 *
 * @param classes names, in the order of all that follows
 * @param images number of images
 * @param donors number of donors
 * @param majorityClass most frequent class of the training part
 * @param scores figures of the model and of the majority class
 * @param confusion rows: true class, columns: answer
 * @param roc by class: the curve of this class against the rest; empty where it is not defined
 * @param calibration whether the model is as often right as it says; absent in figures of the time before it was asked
 * @param points the model as a test for a class; none without a validation part
 * @param subgroups parts of the donors; none where nothing parts them
 */
public record Evaluation(
        List<String> classes,
        int images,
        int donors,
        String majorityClass,
        List<Score> scores,
        ConfusionMatrix confusion,
        List<List<Roc.Point>> roc,
        Optional<Calibration> calibration,
        List<OperatingPoint> points,
        List<Subgroup> subgroups)
        implements Serializable {

    /** Name of the figure. */
    public static final String ACCURACY = "accuracy";

    /** Name of the figure. */
    public static final String BALANCED_ACCURACY = "balanced accuracy";

    /** Name of the figure. */
    public static final String KAPPA = "quadratic weighted kappa";

    /** Name of the figure. */
    public static final String ROC_AUC = "ROC-AUC";

    /** Copies the lists; what older cards do not have is empty. */
    public Evaluation {
        classes = List.copyOf(classes);
        scores = List.copyOf(scores);
        roc = List.copyOf(roc);
        calibration = calibration == null ? Optional.empty() : calibration;
        points = points == null ? List.of() : List.copyOf(points);
        subgroups = subgroups == null ? List.of() : List.copyOf(subgroups);
    }

    /**
     * What is known besides the model's answers.
     *
     * @param majorityClass number of the most frequent class of the training part
     * @param chosen on the validation part
     * @param groups of each image by its id: the value by what parts the donors, such as sex
     */
    public record Beside(int majorityClass, Chosen chosen, Map<String, Map<String, String>> groups) {

        /** The majority class alone. */
        public static Beside of(int majorityClass) {
            return new Beside(majorityClass, Chosen.NONE, Map.of());
        }

        /** The same with these groups. */
        public Beside with(Map<String, Map<String, String>> others) {
            return new Beside(majorityClass, chosen, others);
        }
    }

    /** Evaluates predictions. */
    public static Evaluation of(
            List<String> classes, List<Prediction> predictions, Beside beside, Bootstrap bootstrap) {
        Answers model = Answers.of(predictions, classes.size());
        Answers majority = model.always(beside.majorityClass());
        List<String> donors = predictions.stream().map(Prediction::donor).toList();
        List<Score> scores = List.of(
                score(
                        ACCURACY,
                        model,
                        majority,
                        donors,
                        bootstrap,
                        a -> rows -> a.matrix(rows).accuracy()),
                score(
                        BALANCED_ACCURACY,
                        model,
                        majority,
                        donors,
                        bootstrap,
                        a -> rows -> a.matrix(rows).balancedAccuracy()),
                score(
                        KAPPA,
                        model,
                        majority,
                        donors,
                        bootstrap,
                        a -> rows -> a.matrix(rows).quadraticWeightedKappa()),
                score(ROC_AUC, model, majority, donors, bootstrap, a -> a::rocAuc));
        return new Evaluation(
                classes,
                predictions.size(),
                (int) donors.stream().distinct().count(),
                classes.get(beside.majorityClass()),
                scores,
                model.matrix(model.all()),
                IntStream.range(0, classes.size()).mapToObj(model::curve).toList(),
                Optional.of(Calibration.of(model, beside.chosen().temperature(), donors, bootstrap)),
                OperatingPoint.of(classes, model, beside.chosen().thresholds(), donors, bootstrap),
                Subgroup.of(predictions, beside.groups(), classes.size(), bootstrap));
    }

    /** The figure of that name. */
    public Score score(String name) {
        return scores.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private interface Figure {
        ToDoubleFunction<int[]> of(Answers answers);
    }

    private static Score score(
            String name, Answers model, Answers majority, List<String> donors, Bootstrap bootstrap, Figure figure) {
        Estimate ours = bootstrap.estimate(donors, figure.of(model));
        Estimate theirs = bootstrap.estimate(donors, figure.of(majority));
        return new Score(name, ours, theirs);
    }
}
