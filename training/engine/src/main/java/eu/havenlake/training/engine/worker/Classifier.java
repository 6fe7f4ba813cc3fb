package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.data.Augmenter;
import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.settings.Augmentation;
import eu.havenlake.training.spi.LoadedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model that is asked about images as bytes, prepared as those were that it learnt from. Not for use by several threads. */
public final class Classifier implements AutoCloseable {

    /** Images that are computed together: enough for the engine, little memory. */
    public static final int ROWS = 32;

    private final LoadedModel model;
    private final Augmenter preparation;

    /** @param model which this closes */
    public Classifier(LoadedModel model, Normalisation normalisation) {
        this.model = model;
        this.preparation = new Augmenter(Augmentation.NONE, model.architecture().input(), normalisation, 0);
    }

    /**
     * Probability of each class.
     *
     * @param pixels of each image, as many as its shape has
     */
    public List<List<Double>> classify(List<byte[]> pixels) {
        List<List<Double>> answers = new ArrayList<>();
        for (int from = 0; from < pixels.size(); from += ROWS) {
            answers.addAll(batch(pixels.subList(from, Math.min(from + ROWS, pixels.size()))));
        }
        return answers;
    }

    private List<List<Double>> batch(List<byte[]> pixels) {
        int size = model.architecture().input().size();
        float[] images = new float[pixels.size() * size];
        for (int i = 0; i < pixels.size(); i++) {
            preparation.plain(pixels.get(i), images, i * size);
        }
        float[] logits = model.predict(images);
        List<List<Double>> answers = new ArrayList<>();
        for (int i = 0; i < pixels.size(); i++) {
            double[] row = SoftmaxCrossEntropy.probabilities(
                    logits, i, model.architecture().classes());
            answers.add(Arrays.stream(row).boxed().toList());
        }
        return answers;
    }

    @Override
    public void close() {
        model.close();
    }
}
