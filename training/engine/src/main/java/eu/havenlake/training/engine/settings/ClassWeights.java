package eu.havenlake.training.engine.settings;

/** How much an image of each class counts in the loss. */
public enum ClassWeights {
    /** Every image counts the same. */
    NONE,
    /** Every class counts the same: images of class c count n / (classes · n of c). */
    BALANCED
}
