package eu.havenlake.features.tabular;

import eu.havenlake.lake.ConfigurationException;

/**
 * How the outcome is learnt and how well that is measured.
 *
 * @param folds folds of the cross-validation, 2 to 20
 * @param regularisation weight of the squared coefficients (L2), 0 or more
 * @param iterations the most steps of the optimiser, 1 to 10000
 * @param resamples resamples of the bootstrap, 100 or more
 * @param seed the same seed and donors give the same folds and intervals
 */
public record TabularSettings(int folds, double regularisation, int iterations, int resamples, long seed) {
    /** Five folds, a penalty that suits tens of features on hundreds of donors. */
    public static final TabularSettings STANDARD = new TabularSettings(5, 0.1, 50, 1000, 1);

    public TabularSettings {
        check(folds >= 2 && folds <= 20, "folds", folds, "from 2 to 20");
        check(regularisation >= 0 && Double.isFinite(regularisation), "regularisation", regularisation, "of 0 or more");
        check(iterations >= 1 && iterations <= 10_000, "iterations", iterations, "from 1 to 10000");
        check(resamples >= 100, "resamples", resamples, "of 100 or more");
    }

    private static void check(boolean allowed, String key, Number value, String range) {
        if (!allowed) {
            throw new ConfigurationException(
                    "tabular.%s = %s is not allowed. Use a value %s.".formatted(key, value, range));
        }
    }
}
