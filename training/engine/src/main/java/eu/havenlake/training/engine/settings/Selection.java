package eu.havenlake.training.engine.settings;

/** Which figure on the validation split says that an epoch's weights are the best so far. */
public enum Selection {
    /** Smallest cross-entropy. */
    LOSS,
    /** Greatest mean recall over the classes. */
    BALANCED_ACCURACY,
    /** Greatest area under the ROC curve (mean of one class against the rest). */
    ROC_AUC
}
