package eu.havenlake.lake.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap (Efron and Tibshirani 1993, section 13.3) that resamples donors, not rows: rows of one donor
 * are not independent, and resampling rows would make every interval too narrow.
 *
 * @param resamples number of resamples, at least 1
 * @param level coverage of the interval, above 0 and below 1 (0.95)
 * @param seed the same seed and data give the same interval
 */
public record Bootstrap(int resamples, double level, long seed) {

    /** Checks the ranges. */
    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("Cannot bootstrap: resamples = " + resamples + ". Use 1 or more.");
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("Cannot bootstrap: level = " + level + ". Use a value between 0 and 1.");
        }
    }

    /** 1,000 resamples, 95 %. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(1000, 0.95, seed);
    }

    /**
     * The statistic on all rows, and its interval.
     *
     * @param donors the donor of each row
     * @param statistic a function of row numbers (repeats allowed); NaN where it is not defined: such resamples are
     *     left out, and where fewer than half remain there is no interval
     */
    public Estimate estimate(List<String> donors, ToDoubleFunction<int[]> statistic) {
        int[][] rowsOfDonor = rowsByDonor(donors);
        double value = statistic.applyAsDouble(concatenated(rowsOfDonor));
        if (Double.isNaN(value)) {
            return new Estimate(value, Double.NaN, Double.NaN);
        }
        double[] values = sortedReplicates(rowsOfDonor, statistic);
        if (values.length * 2 < resamples) {
            return new Estimate(value, Double.NaN, Double.NaN);
        }
        double tail = (1 - level) / 2;
        return new Estimate(value, quantile(values, tail), quantile(values, 1 - tail));
    }

    private double[] sortedReplicates(int[][] rowsOfDonor, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            values[i] = statistic.applyAsDouble(resample(rowsOfDonor, random));
        }
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    private static int[] resample(int[][] rowsOfDonor, SplittableRandom random) {
        int[][] drawn = new int[rowsOfDonor.length][];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = rowsOfDonor[random.nextInt(rowsOfDonor.length)];
        }
        return concatenated(drawn);
    }

    private static int[] concatenated(int[][] parts) {
        int[] all = new int[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static int[][] rowsByDonor(List<String> donors) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int i = 0; i < donors.size(); i++) {
            rows.computeIfAbsent(donors.get(i), d -> new ArrayList<>()).add(i);
        }
        return rows.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Linear interpolation between order statistics (Hyndman and Fan 1996, definition 7). */
    static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
