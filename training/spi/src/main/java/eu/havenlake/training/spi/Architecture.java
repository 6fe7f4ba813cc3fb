package eu.havenlake.training.spi;

import java.io.Serializable;

/**
 * All that fixes the number and order of a model's parameters: two replicas of equal architectures can exchange their
 * flat arrays.
 *
 * @param network the topology
 * @param input shape of one image
 * @param classes number of logits per image
 */
public record Architecture(Network network, Shape input, int classes) implements Serializable {
    public Architecture {
        if (classes < 2) {
            throw new IllegalArgumentException("Cannot train a model of " + classes
                    + " class(es): it has nothing to tell apart. Give at least 2 classes.");
        }
        int smallest = network.kind().smallestSide();
        if (input.height() < smallest || input.width() < smallest) {
            throw new IllegalArgumentException("Cannot build " + network.kind() + " for images of " + input
                    + ": height and width must be at least " + smallest + " pixels. Use larger images.");
        }
    }
}
