package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.settings.Selection;
import eu.havenlake.training.spi.Replica;
import java.util.List;
import java.util.Optional;

/** Keeps the weights of the best epoch so far and says when there was no better one for too long. */
final class Best {

    private final Selection selection;
    private final int patience;
    private Optional<Weights> weights = Optional.empty();
    private double figure = Double.NEGATIVE_INFINITY;
    private double loss = Double.POSITIVE_INFINITY;
    private int epoch;
    private int latest;

    /** @param patience epochs without a better figure that are borne; 0 = any number */
    Best(Selection selection, int patience) {
        this.selection = selection;
        this.patience = patience;
    }

    /** Takes the epoch's weights if its figures are better (at an equal figure: if the loss is smaller). */
    boolean offer(int number, EpochRecord.Figures figures, Replica replica) {
        boolean better = see(number, figures);
        if (better) {
            weights = Optional.of(Weights.of(replica));
        }
        return better;
    }

    /** Goes through what an earlier run has seen, whose best weights are these. */
    void resume(List<EpochRecord> epochs, Weights ofBest) {
        epochs.forEach(record -> see(record.epoch(), record.validation()));
        weights = Optional.of(ofBest);
    }

    private boolean see(int number, EpochRecord.Figures figures) {
        latest = number;
        double offered = figure(figures);
        boolean better = epoch == 0 || offered > figure || (offered == figure && figures.loss() < loss);
        if (better) {
            figure = offered;
            loss = figures.loss();
            epoch = number;
        }
        return better;
    }

    boolean exhausted() {
        return patience > 0 && latest - epoch >= patience;
    }

    int epoch() {
        return epoch;
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
