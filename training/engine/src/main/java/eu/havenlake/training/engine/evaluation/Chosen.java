package eu.havenlake.training.engine.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was chosen by a model's answers on the validation part, before anyone looked at the images that it is judged by.
 *
 * @param temperature by which its logits should be divided, as {@link Calibration#temperature}
 * @param thresholds by number of the class: from which probability on an image counts as one of it
 */
public record Chosen(Optional<Double> temperature, Map<Integer, Double> thresholds) implements Serializable {

    /** Nothing was chosen, as without a validation part. */
    public static final Chosen NONE = new Chosen(Optional.empty(), Map.of());

    /**
     * A temperature, and a threshold for each class that the validation part has; for two classes for the second only,
     * which says as much.
     *
     * @param validation answers; may be none
     * @param sensitivity to reach on them, above 0 up to 1
     */
    public static Chosen on(List<Prediction> validation, int classes, double sensitivity) {
        Answers answers = Answers.of(validation, classes);
        Map<Integer, Double> thresholds = new TreeMap<>();
        IntStream.range(classes == 2 ? 1 : 0, classes)
                .forEach(label -> OperatingPoint.threshold(answers, label, sensitivity)
                        .ifPresent(threshold -> thresholds.put(label, threshold)));
        return new Chosen(Calibration.temperature(answers), thresholds);
    }

    /** What was chosen before an earlier evaluation of the same model. */
    public static Chosen before(Evaluation earlier) {
        return new Chosen(
                earlier.calibration().flatMap(Calibration::temperature),
                earlier.points().stream()
                        .collect(Collectors.toMap(
                                point -> earlier.classes().indexOf(point.className()),
                                OperatingPoint::threshold,
                                (one, same) -> one,
                                TreeMap::new)));
    }
}
