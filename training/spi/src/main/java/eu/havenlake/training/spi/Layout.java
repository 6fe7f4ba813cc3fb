package eu.havenlake.training.spi;

import java.util.List;

/**
 * What an architecture needs: what its flat arrays hold, each without gaps and by offset, and what passes through it.
 *
 * @param parameters tensors of {@link Replica#parameters()}
 * @param statistics tensors of {@link Replica#readStatistics}
 * @param activations values that all layers together give for one image
 */
public record Layout(List<Block> parameters, List<Block> statistics, long activations) {
    /** Copies the lists. */
    public Layout {
        parameters = List.copyOf(parameters);
        statistics = List.copyOf(statistics);
    }

    /** Length of {@link Replica#parameters()}. */
    public int parameterCount() {
        return parameters.getLast().end();
    }
}
