package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.ConfusionMatrix;
import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.statistics.Roc;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
 */
public record Evaluation(
        List<String> classes,
        int images,
        int donors,
        String majorityClass,
        List<Score> scores,
        ConfusionMatrix confusion,
        List<List<Roc.Point>> roc)
        implements Serializable {

    /** Name of the figure. */
    public static final String ACCURACY = "accuracy";

    /** Name of the figure. */
    public static final String BALANCED_ACCURACY = "balanced accuracy";

    /** Name of the figure. */
    public static final String KAPPA = "quadratic weighted kappa";

    /** Name of the figure. */
    public static final String ROC_AUC = "ROC-AUC";

    /** Copies the lists. */
    public Evaluation {
        classes = List.copyOf(classes);
        scores = List.copyOf(scores);
        roc = List.copyOf(roc);
    }

    /**
     * Evaluates predictions.
     *
     * @param majorityClass number of the most frequent class of the training part
     */
    public static Evaluation of(
            List<String> classes, List<Prediction> predictions, int majorityClass, Bootstrap bootstrap) {
        Answers model = Answers.of(predictions, classes.size());
        Answers majority = model.always(majorityClass);
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
                classes.get(majorityClass),
                scores,
                model.matrix(IntStream.range(0, predictions.size()).toArray()),
                IntStream.range(0, classes.size()).mapToObj(model::curve).toList());
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

    /** Predictions as arrays, which the bootstrap goes through a thousand times. */
    private record Answers(int classes, int[] labels, int[] predicted, double[][] probabilities) {

        static Answers of(List<Prediction> predictions, int classes) {
            return new Answers(
                    classes,
                    predictions.stream().mapToInt(Prediction::label).toArray(),
                    predictions.stream().mapToInt(Prediction::predicted).toArray(),
                    predictions.stream()
                            .map(p -> p.probabilities().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray())
                            .toArray(double[][]::new));
        }

        Answers always(int label) {
            int[] same = new int[labels.length];
            Arrays.fill(same, label);
            double[] certain = new double[classes];
            certain[label] = 1;
            double[][] rows = Collections.nCopies(labels.length, certain).toArray(double[][]::new);
            return new Answers(classes, labels, same, rows);
        }

        ConfusionMatrix matrix(int[] rows) {
            return ConfusionMatrix.of(classes, labels, predicted, rows);
        }

        double rocAuc(int[] rows) {
            return Roc.oneVersusRestAuc(labels, probabilities, rows);
        }

        List<Roc.Point> curve(int label) {
            return Roc.curve(Roc.isClass(labels, label), Roc.column(probabilities, label));
        }
    }
}
