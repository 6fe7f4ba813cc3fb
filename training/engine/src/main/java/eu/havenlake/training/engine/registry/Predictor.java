package eu.havenlake.training.engine.registry;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Augmenter;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.engine.worker.SoftmaxCrossEntropy;
import eu.havenlake.training.spi.LoadedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stored model, ready to classify image tensors. Not for use by several threads at once. */
public final class Predictor implements AutoCloseable {

    /** Images that are computed together: enough for the engine, little memory. */
    private static final int ROWS = 32;

    private final ModelCard card;
    private final LoadedModel model;
    private final Augmenter preparation;

    Predictor(ModelCard card, LoadedModel model) {
        this.card = card;
        this.model = model;
        this.preparation = new Augmenter(Augmentation.NONE, card.input(), card.normalisation(), 0);
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
        List<List<Double>> answers = new ArrayList<>();
        for (int from = 0; from < tensors.size(); from += ROWS) {
            answers.addAll(batch(tensors.subList(from, Math.min(from + ROWS, tensors.size()))));
        }
        return answers;
    }

    private List<List<Double>> batch(List<byte[]> tensors) {
        int size = card.input().size();
        float[] images = new float[tensors.size() * size];
        for (int i = 0; i < tensors.size(); i++) {
            refuseSize(tensors.get(i).length, size);
            preparation.plain(tensors.get(i), images, i * size);
        }
        float[] logits = model.predict(images);
        List<List<Double>> answers = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            double[] row =
                    SoftmaxCrossEntropy.probabilities(logits, i, card.classes().size());
            answers.add(Arrays.stream(row).boxed().toList());
        }
        return answers;
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
        model.close();
    }
}
