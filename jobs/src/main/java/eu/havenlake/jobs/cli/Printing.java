package eu.havenlake.jobs.cli;

import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Score;
import eu.havenlake.training.engine.registry.ModelCard;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Results in words for a terminal. */
final class Printing {
    private Printing() {}

    static void card(ModelCard card, Consumer<String> out) {
        out.accept("Model %s/%d: %s on %s, classes %s"
                .formatted(card.name(), card.version(), card.model(), card.input(), String.join(", ", card.classes())));
        card.counts()
                .forEach((part, count) -> out.accept("  %-10s  %,d images of %,d donors in %,d clusters: %s"
                        .formatted(
                                part.name().toLowerCase(Locale.ROOT),
                                count.images(),
                                count.donors(),
                                count.clusters(),
                                classes(count.classes()))));
        card.evaluation()
                .ifPresentOrElse(
                        evaluation -> evaluation(evaluation, out),
                        () -> out.accept("  nothing was held out, so nothing is known of its quality"));
    }

    private static void evaluation(Evaluation evaluation, Consumer<String> out) {
        out.accept("Held out: %,d images of %,d donors; majority class: %s"
                .formatted(evaluation.images(), evaluation.donors(), evaluation.majorityClass()));
        for (Score score : evaluation.scores()) {
            out.accept("  %-26s %s   majority class %.3f"
                    .formatted(
                            score.name(),
                            estimate(score.model()),
                            score.majority().value()));
        }
        out.accept("  confusion (rows: true class, columns: answer)");
        for (int row = 0; row < evaluation.classes().size(); row++) {
            out.accept("    %-20s %s"
                    .formatted(
                            evaluation.classes().get(row),
                            evaluation.confusion().counts().get(row).stream()
                                    .map("%7d"::formatted)
                                    .collect(Collectors.joining())));
        }
    }

    private static String classes(Map<String, Integer> classes) {
        return classes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String estimate(Estimate estimate) {
        return estimate.defined()
                ? "%.3f (%.3f to %.3f)".formatted(estimate.value(), estimate.lower(), estimate.upper())
                : "not defined";
    }
}
