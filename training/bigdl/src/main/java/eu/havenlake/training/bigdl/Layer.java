package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.utils.Node;
import eu.havenlake.training.spi.Shape;

/**
 * A layer wired into a graph.
 *
 * @param node its place in BigDL's graph
 * @param output what leaves it, per image
 */
record Layer(Node<AbstractModule<Activity, Activity, Object>> node, Shape output) {}
