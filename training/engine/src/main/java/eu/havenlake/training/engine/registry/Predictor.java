package eu.havenlake.training.engine.registry;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.worker.Classifier;
import eu.havenlake.training.spi.LoadedModel;
import java.util.List;

/** A stored model, ready to classify image tensors. Not for use by several threads at once. */
public final class Predictor implements AutoCloseable {

    private final ModelCard card;
    private final Classifier classifier;

    Predictor(ModelCard card, LoadedModel model) {
        this.card = card;
        this.classifier = new Classifier(model, card.normalisation());
    }

    /** What is known of the model; class names among it. */
    public ModelCard card() {
        return card;
    }

    /**
     * Probability of each class, in the order of the card's class names.
     *
     * @param tensors of each image: unsigned bytes, a plane for each channel, in the card's input shape
     * @throws HavenException if a tensor has another size
     */
    public List<List<Double>> classify(List<byte[]> tensors) {
        tensors.forEach(tensor -> refuseSize(tensor.length, card.input().size()));
        return classifier.classify(tensors);
    }

    private void refuseSize(int bytes, int expected) {
        if (bytes != expected) {
            throw new HavenException("Cannot classify an image of " + bytes + " bytes: model " + card.name() + "/"
                    + card.version() + " takes " + card.input() + " = " + expected
                    + ". Prepare the image as for the model's training.");
        }
    }

    @Override
    public void close() {
        classifier.close();
    }
}
