package eu.havenlake.training.engine.worker;

import java.io.Serializable;

/**
 * What one epoch brought. Validation figures are NaN without a validation part.
 *
 * @param epoch from 1
 * @param epochs planned
 * @param learningRate at the end of the epoch
 * @param trainingLoss weighted mean cross-entropy while training
 * @param trainingAccuracy share of training images (as changed) that were right
 * @param validation figures on the validation part
 * @param imagesPerSecond of training, validation not counted
 * @param seconds of the whole epoch
 * @param best whether these weights are the best so far
 * @param pace how the workers kept step
 */
public record EpochRecord(
        int epoch,
        int epochs,
        double learningRate,
        double trainingLoss,
        double trainingAccuracy,
        Figures validation,
        double imagesPerSecond,
        double seconds,
        boolean best,
        Pace pace)
        implements Serializable {

    /** Cards of models that were trained before there were several workers name no pace. */
    public EpochRecord {
        pace = pace == null ? Pace.ALONE : pace;
    }

    /**
     * Figures of one part.
     *
     * @param loss weighted mean cross-entropy
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
