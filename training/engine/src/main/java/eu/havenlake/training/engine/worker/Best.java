package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.settings.Selection;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the best weights so far, each worker its own slice, and says when there was no better one for too long.
 */
final class Best {

    /**
     * What is kept.
     *
     * @param slice of the parameters
     * @param statistics running ones, all of them
     */
    record Kept(float[] slice, float[] statistics) {}

    private final Selection selection;
    private final int patience;
    private final Exchange exchange;
    private Optional<Kept> kept = Optional.empty();
    private double figure = Double.NEGATIVE_INFINITY;
    private double loss = Double.POSITIVE_INFINITY;
    private double latest;
    private double bestAt;

    /** @param patience epochs without a better figure that are borne; 0 = any number */
    Best(Selection selection, int patience, Exchange exchange) {
        this.selection = selection;
        this.patience = patience;
        this.exchange = exchange;
    }

    /**
     * Takes the weights if their figures are better (at an equal figure: if the loss is smaller).
     *
     * @param trained epochs so far, with the share of the one that is on
     */
    boolean offer(double trained, EpochRecord.Figures figures, Replica replica) {
        boolean better = see(trained, figures);
        if (better) {
            float[] statistics = new float[replica.statisticsCount()];
            replica.readStatistics(statistics);
            kept = Optional.of(new Kept(slice(replica.parameters()), statistics));
        }
        return better;
    }

    /** Goes through what an earlier run has seen, whose best weights are these. */
    void resume(List<EpochRecord> epochs, Weights ofBest) {
        epochs.forEach(record -> see(record.trained(), record.validation()));
        kept = Optional.of(new Kept(slice(ofBest.parameters()), ofBest.statistics()));
    }

    private float[] slice(float[] parameters) {
        int from = exchange.from(parameters.length);
        return Arrays.copyOfRange(parameters, from, from + exchange.length(parameters.length));
    }

    /** Puts them into the replica; all workers must. */
    void restore(Replica replica) {
        Kept best = kept.orElseThrow();
        float[] parameters = replica.parameters();
        System.arraycopy(best.slice(), 0, parameters, exchange.from(parameters.length), best.slice().length);
        exchange.share(parameters);
        replica.writeStatistics(best.statistics());
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

    Optional<Kept> kept() {
        return kept;
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
