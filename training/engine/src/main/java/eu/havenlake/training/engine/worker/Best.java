package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.settings.Selection;
import eu.havenlake.training.spi.Replica;
import java.util.List;
import java.util.Optional;

/** Keeps the best weights so far and says when there was no better one for too long. */
final class Best {

    private final Selection selection;
    private final int patience;
    private Optional<Weights> weights = Optional.empty();
    private double figure = Double.NEGATIVE_INFINITY;
    private double loss = Double.POSITIVE_INFINITY;
    private double latest;
    private double bestAt;

    /** @param patience epochs without a better figure that are borne; 0 = any number */
    Best(Selection selection, int patience) {
        this.selection = selection;
        this.patience = patience;
    }

    /**
     * Takes the weights if their figures are better (at an equal figure: if the loss is smaller).
     *
     * @param trained epochs so far, with the share of the one that is on
     */
    boolean offer(double trained, EpochRecord.Figures figures, Replica replica) {
        boolean better = see(trained, figures);
        if (better) {
            weights = Optional.of(Weights.of(replica));
        }
        return better;
    }

    /** Goes through what an earlier run has seen, whose best weights are these. */
    void resume(List<EpochRecord> epochs, Weights ofBest) {
        epochs.forEach(record -> see(record.trained(), record.validation()));
        weights = Optional.of(ofBest);
    }

    private boolean see(double trained, EpochRecord.Figures figures) {
        latest = trained;
        double offered = figure(figures);
        boolean better = bestAt == 0 || offered > figure || (offered == figure && figures.loss() < loss);
        if (better) {
            figure = offered;
            loss = figures.loss();
            bestAt = trained;
        }
        return better;
    }

    boolean exhausted() {
        return patience > 0 && latest - bestAt >= patience - 1e-9;
    }

    /** The epoch in which the best weights were found, from 1. */
    int epoch() {
        return (int) Math.ceil(bestAt);
    }

    Optional<Weights> weights() {
        return weights;
    }

    private double figure(EpochRecord.Figures figures) {
        double value = switch (selection) {
            case LOSS -> -figures.loss();
            case BALANCED_ACCURACY -> figures.balancedAccuracy();
            case ROC_AUC -> figures.rocAuc();
        };
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }
}
