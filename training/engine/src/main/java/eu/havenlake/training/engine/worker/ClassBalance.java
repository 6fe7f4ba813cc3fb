package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.settings.ClassWeights;
import java.util.Arrays;

/** Weight of an image in the loss, by its class. */
final class ClassBalance {

    private ClassBalance() {}

    /** How many images each class has. Counts of several workers add up. */
    static double[] counts(int[] labels, int classes) {
        double[] counts = new double[classes];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        return counts;
    }

    /** By the counts of training images; their mean weight is 1. Classes that do not occur get 0. */
    static float[] weights(ClassWeights kind, double[] counts) {
        float[] weights = new float[counts.length];
        Arrays.fill(weights, 1);
        if (kind == ClassWeights.BALANCED) {
            double images = Arrays.stream(counts).sum();
            long occurring = Arrays.stream(counts).filter(n -> n > 0).count();
            for (int c = 0; c < counts.length; c++) {
                weights[c] = counts[c] == 0 ? 0 : (float) (images / (occurring * counts[c]));
            }
        }
        return weights;
    }
}
