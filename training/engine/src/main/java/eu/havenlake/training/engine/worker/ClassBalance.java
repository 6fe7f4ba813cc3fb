package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.settings.ClassWeights;
import java.util.Arrays;

/** Weight of an image in the loss, by its class. */
final class ClassBalance {

    private ClassBalance() {}

    /** Measured on the training labels; the mean weight of a training image is 1. Classes that do not occur get 0. */
    static float[] weights(ClassWeights kind, int[] labels, int classes) {
        float[] weights = new float[classes];
        Arrays.fill(weights, 1);
        if (kind == ClassWeights.BALANCED) {
            long[] counts = new long[classes];
            Arrays.stream(labels).forEach(label -> counts[label]++);
            long occurring = Arrays.stream(counts).filter(n -> n > 0).count();
            for (int c = 0; c < classes; c++) {
                weights[c] = counts[c] == 0 ? 0 : (float) ((double) labels.length / (occurring * counts[c]));
            }
        }
        return weights;
    }
}
