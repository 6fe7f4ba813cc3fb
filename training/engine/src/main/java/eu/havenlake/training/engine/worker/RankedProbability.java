package eu.havenlake.training.engine.worker;

/**
 * Ranked probability score of softmax (Epstein 1969, equation 9, reversed so that 0 is best): the mean over the K − 1
 * borders between grades of (P − Y)², where P and Y are the predicted and the true probability to lie below the border.
 *
 * @param smoothing share of each label that is spread evenly over all classes
 */
record RankedProbability(double smoothing) implements LossFunction {

    @Override
    public double gradient(float[] logits, int[] labels, float[] weights, double totalWeight, float[] gradient) {
        int classes = logits.length / labels.length;
        double loss = 0;
        double[] slopes = new double[classes];
        for (int row = 0; row < labels.length; row++) {
            double[] probabilities = SoftmaxCrossEntropy.probabilities(logits, row, classes);
            double score = score(probabilities, labels[row], slopes);
            loss += weights[row] == 0 ? 0 : weights[row] * score;
            throughSoftmax(probabilities, slopes, weights[row] / totalWeight, gradient, row * classes);
        }
        return loss;
    }

    /** @param slopes receives the derivative by each probability */
    private double score(double[] probabilities, int label, double[] slopes) {
        int borders = probabilities.length - 1;
        double[] differences = new double[borders];
        double difference = 0;
        double sum = 0;
        for (int border = 0; border < borders; border++) {
            double target = smoothing / probabilities.length + (border == label ? 1 - smoothing : 0);
            difference += probabilities[border] - target;
            differences[border] = difference;
            sum += difference * difference;
        }
        // The probability of a grade counts below each border from its own on.
        slopes[borders] = 0;
        for (int border = borders - 1; border >= 0; border--) {
            slopes[border] = slopes[border + 1] + 2 * differences[border] / borders;
        }
        return sum / borders;
    }

    private static void throughSoftmax(
            double[] probabilities, double[] slopes, double scale, float[] gradient, int at) {
        double mean = 0;
        for (int c = 0; c < slopes.length; c++) {
            mean += probabilities[c] * slopes[c];
        }
        for (int c = 0; c < slopes.length; c++) {
            gradient[at + c] = (float) (scale * probabilities[c] * (slopes[c] - mean));
        }
    }
}
