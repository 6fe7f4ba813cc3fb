package eu.havenlake.training.engine.worker;

/** Cross-entropy of softmax on plain arrays, as a {@link LossFunction}. */
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /**
     * Loss and its derivative.
     *
     * @param logits rows · classes values
     * @param labels class of each row
     * @param weights weight of each row; rows of weight zero change nothing
     * @param totalWeight what the derivative is divided by, as a rule the sum of the weights of all workers
     * @param gradient receives weight · (probability − 1 for the label) / totalWeight for each logit
     * @return Σ weight · −log probability of the label (not divided)
     */
    public static double gradient(float[] logits, int[] labels, float[] weights, double totalWeight, float[] gradient) {
        return gradient(logits, labels, weights, totalWeight, 0, gradient);
    }

    /**
     * The same with smoothed labels (Szegedy et al. 2016, section 7).
     *
     * @param smoothing share of the label that is spread evenly over all classes, 0 … below 1
     */
    static double gradient(
            float[] logits, int[] labels, float[] weights, double totalWeight, double smoothing, float[] gradient) {
        int classes = logits.length / labels.length;
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            int at = row * classes;
            double logSum = logSum(logits, at, classes);
            double scale = weights[row] / totalWeight;
            double wanted = 0;
            for (int c = 0; c < classes; c++) {
                double probability = Math.exp(logits[at + c] - logSum);
                double target = smoothing / classes + (c == labels[row] ? 1 - smoothing : 0);
                gradient[at + c] = (float) (scale * (probability - target));
                wanted += target == 0 ? 0 : target * logits[at + c];
            }
            loss += weights[row] == 0 ? 0 : weights[row] * (logSum - wanted);
        }
        return loss;
    }

    /** Probabilities of one row of logits. */
    public static double[] probabilities(float[] logits, int row, int classes) {
        double logSum = logSum(logits, row * classes, classes);
        double[] probabilities = new double[classes];
        for (int c = 0; c < classes; c++) {
            probabilities[c] = Math.exp(logits[row * classes + c] - logSum);
        }
        return probabilities;
    }

    /** log Σ exp, taken relative to the greatest value so that it cannot overflow. */
    private static double logSum(float[] logits, int at, int classes) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            most = Math.max(most, logits[at + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[at + c] - most);
        }
        return most + Math.log(sum);
    }
}
