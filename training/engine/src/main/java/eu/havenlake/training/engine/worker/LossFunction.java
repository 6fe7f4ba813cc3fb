package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.settings.Loss;

/**
 * A loss on plain arrays, with a weight for each row. Sums, not means: several workers add up their sums of loss and
 * weight, so that the mean over all rows is exact however they are spread.
 */
interface LossFunction {

    /**
     * Loss and its derivative.
     *
     * @param logits rows · classes values
     * @param labels class of each row
     * @param weights weight of each row; rows of weight zero change nothing
     * @param totalWeight what the derivative is divided by, as a rule the sum of the weights
     * @param gradient receives the derivative by each logit, divided by the total weight
     * @return Σ weight · loss of the row (not divided)
     */
    double gradient(float[] logits, int[] labels, float[] weights, double totalWeight, float[] gradient);

    /**
     * The loss of that kind.
     *
     * @param smoothing share of each label that is spread evenly over all classes, 0 … below 1 (Szegedy et al. 2016,
     *     section 7)
     */
    static LossFunction of(Loss kind, double smoothing) {
        return switch (kind) {
            case CROSS_ENTROPY ->
                (logits, labels, weights, total, gradient) ->
                        SoftmaxCrossEntropy.gradient(logits, labels, weights, total, smoothing, gradient);
            case ORDINAL -> new RankedProbability(smoothing);
        };
    }
}
