package eu.havenlake.training.engine.settings;

/** Which rule turns gradients into new weights. */
public enum Optimizer {
    /** Stochastic gradient descent with momentum; weight decay is added to the gradient. */
    SGD,
    /** The same, looking ahead along the momentum (Sutskever et al. 2013, section 2). */
    NESTEROV,
    /** Adam (Kingma and Ba 2015); weight decay is added to the gradient. */
    ADAM,
    /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
    ADAMW,
    /** SGD whose rate follows, layer by layer, the size of the weights: for very large batches (You et al. 2017). */
    LARS
}
