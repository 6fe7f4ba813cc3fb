package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.settings.Clipping;

/** Clips the mean gradient, of which each worker holds its slice. */
record Clip(Clipping settings, Exchange exchange) {

    void apply(float[] gradient) {
        int from = exchange.from(gradient.length);
        int until = from + exchange.length(gradient.length);
        if (settings.value() > 0) {
            byValue(gradient, from, until, (float) settings.value());
        }
        if (settings.norm() > 0) {
            byNorm(gradient, from, until);
        }
    }

    private static void byValue(float[] gradient, int from, int until, float most) {
        for (int i = from; i < until; i++) {
            gradient[i] = Math.max(-most, Math.min(most, gradient[i]));
        }
    }

    /** The norm is that of all slices together. */
    private void byNorm(float[] gradient, int from, int until) {
        double squares = 0;
        for (int i = from; i < until; i++) {
            squares += (double) gradient[i] * gradient[i];
        }
        double norm = Math.sqrt(exchange.sum(squares)[0]);
        if (norm > settings.norm()) {
            float factor = (float) (settings.norm() / norm);
            for (int i = from; i < until; i++) {
                gradient[i] *= factor;
            }
        }
    }
}
