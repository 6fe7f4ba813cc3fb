/** Opens the training engine in a class loader of its own. */
package eu.havenlake.training.engine.loader;
