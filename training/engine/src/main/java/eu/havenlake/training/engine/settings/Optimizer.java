package eu.havenlake.training.engine.settings;

/** Which rule turns gradients into new weights. */
public enum Optimizer {
    /** Stochastic gradient descent with momentum; weight decay is added to the gradient. */
    SGD,
    /** Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019). */
    ADAM
}
