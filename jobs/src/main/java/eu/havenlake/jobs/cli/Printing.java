package eu.havenlake.jobs.cli;

import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Score;
import eu.havenlake.training.engine.registry.ModelCard;
import java.util.function.Consumer;

/** Results in words for a terminal. */
final class Printing {
    private Printing() {}

    static void card(ModelCard card, Consumer<String> out) {
        out.accept("Model %s/%d: %s on %s, classes %s"
                .formatted(card.name(), card.version(), card.model(), card.input(), String.join(", ", card.classes())));
        card.counts().forEach((part, count) -> out.accept("  %-10s %s".formatted(part, count)));
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
        out.accept("  confusion (rows true, columns answered): " + evaluation.confusion());
    }

    private static String estimate(Estimate estimate) {
        return estimate.toString();
    }
}
