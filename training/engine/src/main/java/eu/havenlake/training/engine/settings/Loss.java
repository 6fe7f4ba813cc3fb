package eu.havenlake.training.engine.settings;

/** What a training makes small. */
public enum Loss {
    /** Cross-entropy of softmax: every wrong class is equally wrong. */
    CROSS_ENTROPY,
    /**
     * For grades: the ranked probability score (Epstein 1969), by which a class is the more wrong the farther it lies from
     * the right one. Needs classes that are whole numbers.
     */
    ORDINAL
}
