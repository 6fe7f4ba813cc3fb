package eu.havenlake.training.engine.optimiser;

/**
 * An array of which each value belongs to one place of the model.
 *
 * @param values of the places
 * @param start place of the first value
 * @param changes whether an optimiser changes it
 */
record Places(float[] values, int start, boolean changes) {
    static Places changed(float[] model) {
        return new Places(model, 0, true);
    }

    static Places read(float[] model) {
        return new Places(model, 0, false);
    }
}
