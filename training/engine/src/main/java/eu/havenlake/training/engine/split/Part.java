package eu.havenlake.training.engine.split;

/** What an image is used for. */
public enum Part {
    /** To fit the weights. */
    TRAINING,
    /** To choose among weights and to end training early. */
    VALIDATION,
    /** For the final figures only. */
    TEST
}
