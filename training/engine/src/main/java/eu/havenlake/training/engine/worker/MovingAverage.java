package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.exchange.Exchange;
import java.util.Arrays;

/**
 * Moving average of the weights over the steps, which as a rule predicts better than the last weights do (Polyak and
 * Juditsky 1992; with a decay as in Szegedy et al. 2016, section 8). Each worker keeps its own slice only. The first
 * steps, when the weights still move far, count more: the decay is at most (1 + step) / (10 + step).
 */
final class MovingAverage {
    private final Exchange exchange;
    private final float[] parameters;
    private final double decay;
    private final int from;
    private final float[] slice;

    /** @param decay 0 … below 1; 0 keeps no average, and nothing below does anything */
    MovingAverage(double decay, float[] parameters, Exchange exchange) {
        this.decay = decay;
        this.parameters = parameters;
        this.exchange = exchange;
        this.from = exchange.from(parameters.length);
        this.slice = decay == 0
                ? new float[0]
                : Arrays.copyOfRange(parameters, from, from + exchange.length(parameters.length));
    }

    boolean kept() {
        return decay > 0;
    }

    /** The own slice of the average. Live. */
    float[] slice() {
        return slice;
    }

    /** @param step steps so far with this one */
    void add(long step) {
        float take = (float) (1 - Math.min(decay, (1.0 + step) / (10 + step)));
        float[] average = slice;
        for (int i = 0; i < average.length; i++) {
            // In this form what does not move stays as it is, to the bit.
            average[i] += take * (parameters[from + i] - average[i]);
        }
    }

    /**
     * Puts the average in the place of the weights, on all workers, or back. A peer that still fetches this slice for the
     * round before may get either; in this round it gets the new one.
     */
    void swap() {
        if (kept()) {
            for (int i = 0; i < slice.length; i++) {
                float other = slice[i];
                slice[i] = parameters[from + i];
                parameters[from + i] = other;
            }
            exchange.share(parameters);
        }
    }
}
