package eu.havenlake.jobs.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.lake.statistics.Roc;
import eu.havenlake.training.engine.evaluation.Calibration;
import eu.havenlake.training.engine.worker.EpochRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Lines over a common horizontal axis, as the script of the page draws them.
 *
 * @param xLabel what the horizontal axis shows
 * @param yLabel what the height says; empty where the names of the lines do
 * @param unit whether both axes go from 0 to 1
 * @param x places on the horizontal axis, ascending
 * @param series the lines
 */
public record Chart(String xLabel, String yLabel, boolean unit, List<Double> x, List<Series> series) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Copies the lists. */
    public Chart {
        x = List.copyOf(x);
        series = List.copyOf(series);
    }

    /**
     * One line.
     *
     * @param label its name
     * @param values a value for each place; null where the line has none there, for that is what the drawing script asks
     *     for
     */
    public record Series(String label, List<Double> values) {}

    /** Loss by epoch. */
    public static Chart loss(List<EpochRecord> epochs) {
        return byEpoch(
                epochs,
                line("training", epochs, EpochRecord::trainingLoss),
                line("validation", epochs, epoch -> epoch.validation().loss()));
    }

    /** Figures of the validation part by epoch, beside the accuracy while training. */
    public static Chart metrics(List<EpochRecord> epochs) {
        return byEpoch(
                epochs,
                line("accuracy, training", epochs, EpochRecord::trainingAccuracy),
                line("accuracy, validation", epochs, epoch -> epoch.validation().accuracy()),
                line(
                        "balanced accuracy, validation",
                        epochs,
                        epoch -> epoch.validation().balancedAccuracy()),
                line("ROC-AUC, validation", epochs, epoch -> epoch.validation().rocAuc()));
    }

    /** One curve for each name that has points. */
    public static Chart roc(List<String> names, List<List<Roc.Point>> curves) {
        record At(double x, double y, int curve) {}
        List<At> all = IntStream.range(0, curves.size())
                .boxed()
                .flatMap(c -> curves.get(c).stream()
                        .map(point -> new At(point.falsePositiveRate(), point.truePositiveRate(), c)))
                .sorted(Comparator.comparingDouble(At::x))
                .toList();
        List<Series> series = new ArrayList<>();
        for (int c = 0; c < curves.size(); c++) {
            int curve = c;
            if (!curves.get(c).isEmpty()) {
                series.add(new Series(
                        names.get(c),
                        Collections.unmodifiableList(Arrays.asList(all.stream()
                                .map(at -> at.curve() == curve ? (Double) at.y() : null)
                                .toArray(Double[]::new)))));
            }
        }
        return new Chart(
                "false positive rate",
                "true positive rate",
                true,
                all.stream().map(At::x).toList(),
                series);
    }

    /** The share of right answers by the probability that the model gave them; on the diagonal they are equal. */
    public static Chart reliability(List<Calibration.Bin> bins) {
        return new Chart(
                "probability of the answer",
                "share that is right",
                true,
                bins.stream().map(Calibration.Bin::confidence).toList(),
                List.of(new Series(
                        "answers", bins.stream().map(Calibration.Bin::accuracy).toList())));
    }

    /** Whether there is anything to draw. */
    @JsonIgnore
    public boolean isEmpty() {
        return series.isEmpty() || x.isEmpty();
    }

    /** The chart as JSON. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and names are always JSON", e);
        }
    }

    private static Chart byEpoch(List<EpochRecord> epochs, Series... lines) {
        return new Chart(
                "epoch",
                "",
                false,
                epochs.stream().map(EpochRecord::trained).toList(),
                Arrays.stream(lines)
                        .filter(line -> line.values().stream().anyMatch(value -> value != null))
                        .toList());
    }

    private static Series line(String label, List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> value) {
        Double[] values = epochs.stream()
                .mapToDouble(value)
                .mapToObj(v -> Double.isFinite(v) ? (Double) v : null)
                .toArray(Double[]::new);
        return new Series(label, Collections.unmodifiableList(Arrays.asList(values)));
    }
}
