package eu.havenlake.training.spi;

/** What a forward pass is for. */
public enum Mode {
    /** Batch statistics and dropout; keeps what the backward pass needs; moves the running statistics. */
    TRAIN,
    /** Running statistics, no dropout; changes nothing. */
    EVALUATE
}
