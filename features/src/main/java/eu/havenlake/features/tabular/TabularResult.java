package eu.havenlake.features.tabular;

import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.statistics.Roc;
import java.util.List;

/** How well the outcome can be told from the features of donors that the model has not seen. */
public sealed interface TabularResult {
    /** The fewest held-out donors of which a figure says anything. */
    int LEAST_DONORS = 30;

    /** The fewest donors with and without the outcome. */
    int LEAST_OF_A_CLASS = 10;

    /** Held-out donors. */
    int donors();

    /** Those with the outcome. */
    int positives();

    /** The result in a line, for people. */
    String summary();

    /** Whether there are donors enough for a figure. */
    static boolean enough(int donors, int positives) {
        return donors >= LEAST_DONORS && Math.min(positives, donors - positives) >= LEAST_OF_A_CLASS;
    }

    /** There is no figure: it would be chance, and might say something about single donors. */
    record TooFew(int donors, int positives) implements TabularResult {
        @Override
        public String summary() {
            return "too few: %d donors, %d with the outcome; %d donors and %d of each class are needed"
                    .formatted(donors, positives, LEAST_DONORS, LEAST_OF_A_CLASS);
        }
    }

    /**
     * The figure.
     *
     * @param donors held-out donors: each is held out once
     * @param positives those with the outcome
     * @param auc area under the ROC curve of all held-out predictions together, with its bootstrap interval by donor
     * @param coefficients of the model fitted to all donors, the strongest first
     * @param predictions held-out predictions in no order of donors
     */
    record Evaluated(
            int donors, int positives, Estimate auc, List<Coefficient> coefficients, List<Prediction> predictions)
            implements TabularResult {
        public Evaluated {
            coefficients = List.copyOf(coefficients);
            predictions = List.copyOf(predictions);
        }

        /** The ROC curve of the held-out predictions. */
        public List<Roc.Point> curve() {
            boolean[] positive = new boolean[predictions.size()];
            double[] scores = new double[predictions.size()];
            for (int i = 0; i < scores.length; i++) {
                positive[i] = predictions.get(i).positive();
                scores[i] = predictions.get(i).score();
            }
            return Roc.curve(positive, scores);
        }

        @Override
        public String summary() {
            return "ROC-AUC %.2f (95 %% interval %.2f to %.2f), %d held-out donors, %d with the outcome"
                    .formatted(auc.value(), auc.lower(), auc.upper(), donors, positives);
        }
    }

    /**
     * What the model makes of a feature.
     *
     * @param feature name of the feature; with {@code _missing} behind it, of its absence
     * @param value change of the log odds by one standard deviation of the feature
     */
    record Coefficient(String feature, double value) {}

    /**
     * A held-out donor, who is not named.
     *
     * @param positive whether the outcome happened
     * @param score probability that the model gave it
     */
    record Prediction(boolean positive, double score) {}
}
