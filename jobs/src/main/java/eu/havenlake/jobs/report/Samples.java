package eu.havenlake.jobs.report;

import eu.havenlake.jobs.report.ReportData.Sample;
import eu.havenlake.training.engine.evaluation.Prediction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Some answers of a model to look at: of each true class and each kind of answer in turn, so that errors are seen too. */
public final class Samples {
    private static final Comparator<Prediction> RIGHT_FIRST =
            Comparator.comparing(prediction -> prediction.label() != prediction.predicted());

    private Samples() {}

    /**
     * An image as gold tables hold it.
     *
     * @param width columns
     * @param height rows
     * @param channels 3 for colour, 1 for grey
     * @param planes unsigned bytes, {@code [channel][row][column]} in one array
     */
    public record Pixels(int width, int height, int channels, byte[] planes) {

        /** Checks that the planes have the size that is told. */
        public Pixels {
            if (planes.length != width * height * channels || (channels != 1 && channels != 3)) {
                throw new IllegalArgumentException(
                        "Cannot show an image: %d bytes are not %d channels (1 or 3) of %d x %d. Give one byte a pixel and channel."
                                .formatted(planes.length, channels, width, height));
            }
        }

        byte[] png() {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            int plane = channels == 3 ? width * height : 0;
            for (int i = 0; i < width * height; i++) {
                int rgb = (planes[i] & 0xff) << 16 | (planes[plane + i] & 0xff) << 8 | (planes[2 * plane + i] & 0xff);
                image.setRGB(i % width, i / width, rgb);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    /**
     * Chooses predictions to show. The choice depends on the predictions alone, not on their order.
     *
     * @param wanted how many at most
     */
    public static List<Prediction> choose(List<Prediction> predictions, int wanted) {
        List<Deque<Prediction>> classes = predictions.stream()
                .sorted(Comparator.comparing(Prediction::image))
                .collect(Collectors.groupingBy(Prediction::label, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Samples::inTurns)
                .toList();
        List<Prediction> chosen = new ArrayList<>();
        while (chosen.size() < wanted && classes.stream().anyMatch(line -> !line.isEmpty())) {
            classes.stream()
                    .filter(line -> !line.isEmpty())
                    .limit(wanted - chosen.size())
                    .map(Deque::removeFirst)
                    .forEach(chosen::add);
        }
        chosen.sort(Comparator.comparingInt(Prediction::label)
                .thenComparing(RIGHT_FIRST)
                .thenComparingInt(Prediction::predicted));
        return chosen;
    }

    /** Predictions of one class: a right one, then a wrong one to each other class, and so again. */
    private static Deque<Prediction> inTurns(List<Prediction> ofClass) {
        Map<Integer, Deque<Prediction>> byAnswer = new TreeMap<>();
        ofClass.forEach(each -> byAnswer.computeIfAbsent(each.predicted(), answer -> new ArrayDeque<>())
                .add(each));
        Deque<Prediction> turns = new ArrayDeque<>();
        int label = ofClass.getFirst().label();
        while (turns.size() < ofClass.size()) {
            Optional.ofNullable(byAnswer.get(label)).map(Deque::poll).ifPresent(turns::add);
            byAnswer.entrySet().stream()
                    .filter(each -> each.getKey() != label && !each.getValue().isEmpty())
                    .forEach(each -> turns.add(each.getValue().removeFirst()));
        }
        return turns;
    }

    /**
     * The predictions with their images.
     *
     * @param classes names in the order of the model's answers
     * @param images pixels of the image with an id; predictions whose image is not there are left out
     */
    public static List<Sample> of(List<Prediction> chosen, List<String> classes, Map<String, Pixels> images) {
        Map<String, byte[]> pngs = new HashMap<>();
        images.forEach((image, pixels) -> pngs.put(image, pixels.png()));
        Function<Prediction, Sample> sample = prediction -> new Sample(
                pngs.get(prediction.image()),
                classes.get(prediction.label()),
                classes.get(prediction.predicted()),
                prediction.probabilities().get(prediction.predicted()));
        return chosen.stream()
                .filter(prediction -> pngs.containsKey(prediction.image()))
                .map(sample)
                .toList();
    }
}
