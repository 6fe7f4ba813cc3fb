package eu.havenlake.training.engine.worker;

import java.io.Serializable;

/**
 * What one epoch brought, or a part of one that ends with an evaluation. Validation figures are NaN without a validation
 * part.
 *
 * @param epoch from 1, the one that is on
 * @param epochs planned
 * @param iteration done of this epoch
 * @param iterations of an epoch
 * @param learningRate at the end
 * @param trainingLoss weighted mean of the loss while training
 * @param trainingAccuracy share of training images (as changed) that were right
 * @param validation figures on the validation part
 * @param imagesPerSecond of training, validation not counted
 * @param seconds of training and validation
 * @param best whether these weights are the best so far
 * @param pace how the workers kept step
 */
public record EpochRecord(
        int epoch,
        int epochs,
        int iteration,
        int iterations,
        double learningRate,
        double trainingLoss,
        double trainingAccuracy,
        Figures validation,
        double imagesPerSecond,
        double seconds,
        boolean best,
        Pace pace)
        implements Serializable {

    /** Cards of models that were trained before there were several workers name no pace, and whole epochs only. */
    public EpochRecord {
        pace = pace == null ? Pace.ALONE : pace;
        iterations = Math.max(1, iterations);
        iteration = iteration == 0 ? iterations : iteration;
    }

    /** Epochs of training so far, with the share of the one that is on. */
    public double trained() {
        return epoch - 1 + (double) iteration / iterations;
    }

    /** Iterations of training so far. */
    public long steps() {
        return (epoch - 1L) * iterations + iteration;
    }

    /** Where the training stands, in words. */
    public String place() {
        return "epoch " + epoch + (iteration == iterations ? "" : ", iteration " + iteration + " of " + iterations);
    }

    /**
     * Figures of one part.
     *
     * @param loss weighted mean of the loss
     * @param accuracy share of right answers
     * @param balancedAccuracy mean recall of the classes
     * @param rocAuc area under the ROC curve; NaN where only one class occurs
     */
    public record Figures(double loss, double accuracy, double balancedAccuracy, double rocAuc)
            implements Serializable {

        /** No figures: there is no such part. */
        public static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
