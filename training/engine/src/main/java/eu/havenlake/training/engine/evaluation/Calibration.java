package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Estimate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model is as often right as it says (Guo et al. 2017): answers are grouped by their probability, and in each
 * group the mean probability stands beside the share that was right.
 *
 * @param error expected calibration error (there, section 2): the mean distance of the two over the groups, by size
 * @param temperature by which all logits should be divided so that the validation part is likeliest (there, section 4.2);
 *     above 1 where the model is too sure; absent without a validation part, or where none is best, as after answers
 *     without any error
 * @param cooled the error with that temperature; absent as well
 * @param bins the groups, by probability; empty ones are left out
 */
public record Calibration(Estimate error, Optional<Double> temperature, Optional<Estimate> cooled, List<Bin> bins)
        implements Serializable {

    private static final int BINS = 10;
    private static final double COLDEST = 0.05;
    private static final double HOTTEST = 20;
    private static final int STEPS = 60;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** Copies the bins. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Answers of about the same probability.
     *
     * @param answers how many
     * @param confidence mean probability of the answer given
     * @param accuracy share that was right
     */
    public record Bin(int answers, double confidence, double accuracy) implements Serializable {}

    static Calibration of(Answers test, Optional<Double> temperature, List<String> donors, Bootstrap bootstrap) {
        return new Calibration(
                bootstrap.estimate(donors, rows -> error(test, rows)),
                temperature,
                temperature.map(test::cooled).map(cooled -> bootstrap.estimate(donors, rows -> error(cooled, rows))),
                bins(test, test.all()));
    }

    /** Golden-section search over the logarithm: the likelihood has one greatest value (there, section 4.2). */
    static Optional<Double> temperature(Answers validation) {
        double low = Math.log(COLDEST);
        double high = Math.log(HOTTEST);
        for (int step = 0; step < STEPS; step++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            boolean leftIsBetter = loss(validation, left) < loss(validation, right);
            low = leftIsBetter ? low : left;
            high = leftIsBetter ? right : high;
        }
        return Optional.of(Math.exp((low + high) / 2))
                .filter(found -> validation.labels().length > 0 && found > 1.01 * COLDEST && found < 0.99 * HOTTEST);
    }

    private static double loss(Answers validation, double logarithm) {
        return validation.cooled(Math.exp(logarithm)).negativeLogLikelihood();
    }

    private static double error(Answers answers, int[] rows) {
        return bins(answers, rows).stream()
                        .mapToDouble(bin -> bin.answers() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / rows.length;
    }

    private static List<Bin> bins(Answers answers, int[] rows) {
        int[] counts = new int[BINS];
        double[] confidence = new double[BINS];
        double[] right = new double[BINS];
        for (int row : rows) {
            int bin = Math.min(BINS - 1, (int) (answers.confidence(row) * BINS));
            counts[bin]++;
            confidence[bin] += answers.confidence(row);
            right[bin] += answers.right(row) ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                bins.add(new Bin(counts[bin], confidence[bin] / counts[bin], right[bin] / counts[bin]));
            }
        }
        return bins;
    }
}
