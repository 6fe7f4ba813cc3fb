package eu.havenlake.jobs.report;

import eu.havenlake.training.engine.evaluation.Evaluation;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A confusion matrix as the page shows it: shares of each true class decide the shades. */
public final class Confusion {
    private Confusion() {}

    /**
     * One true class.
     *
     * @param name of the class
     * @param total images of it
     * @param cells images by answer
     */
    public record Line(String name, long total, List<Cell> cells) {}

    /**
     * Images of one true class with one answer.
     *
     * @param count number of images
     * @param right whether the answer is the true class
     * @param shade opacity of the background, 0 to 0.6 so that text stays readable
     */
    public record Cell(long count, boolean right, String shade) {}

    /** The matrix of an evaluation, a line for each class. */
    public static List<Line> of(Evaluation evaluation) {
        List<List<Long>> counts = evaluation.confusion().counts();
        return IntStream.range(0, counts.size())
                .mapToObj(truth -> line(evaluation.classes().get(truth), truth, counts.get(truth)))
                .toList();
    }

    /** The parts of a class's name between which a line may break: after each {@code _}. */
    public static String[] parts(String name) {
        return name.split("(?<=_)");
    }

    private static Line line(String name, int truth, List<Long> counts) {
        long total = counts.stream().mapToLong(Long::longValue).sum();
        return new Line(
                name,
                total,
                IntStream.range(0, counts.size())
                        .mapToObj(answer ->
                                new Cell(counts.get(answer), answer == truth, shade(counts.get(answer), total)))
                        .toList());
    }

    private static String shade(long count, long total) {
        return String.format(Locale.ROOT, "%.2f", total == 0 ? 0 : 0.6 * count / total);
    }
}
