package eu.havenlake.training.engine.evaluation;

import java.io.Serializable;
import java.util.List;

/**
 * A model's answer for one labelled image. It names the donor's pseudonym: keep it in the lake, not in logs.
 *
 * @param image id
 * @param donor pseudonym
 * @param label number of the true class
 * @param probabilities of each class
 */
public record Prediction(String image, String donor, int label, List<Double> probabilities) implements Serializable {

    /** Copies the probabilities. */
    public Prediction {
        probabilities = List.copyOf(probabilities);
    }

    /** Number of the most probable class; the first of equals. */
    public int predicted() {
        int best = 0;
        for (int c = 1; c < probabilities.size(); c++) {
            best = probabilities.get(c) > probabilities.get(best) ? c : best;
        }
        return best;
    }
}
