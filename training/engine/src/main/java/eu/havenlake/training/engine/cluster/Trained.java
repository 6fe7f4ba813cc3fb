package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.worker.Classifier;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import java.io.Serializable;
import java.util.List;

/**
 * All that a trained network's answers depend on. Travels to the executors.
 *
 * @param architecture of the network
 * @param classes names in the order of its answers
 * @param normalisation from bytes to its input
 * @param weights that it has learnt
 */
public record Trained(Architecture architecture, List<String> classes, Normalisation normalisation, Weights weights)
        implements Serializable {

    Classifier classifier(Engine engine) {
        return new Classifier(engine.model(architecture, weights.parameters(), weights.statistics()), normalisation);
    }
}
