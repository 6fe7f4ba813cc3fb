package eu.havenlake.jobs.cli;

import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.training.engine.cluster.MemoryPlan;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.OperatingPoint;
import eu.havenlake.training.engine.evaluation.Score;
import eu.havenlake.training.engine.evaluation.Subgroup;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.Validation;
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

    static void plan(MemoryPlan plan, Consumer<String> out) {
        out.accept(
                "%s on %s, %d classes: %,d parameters; %d worker(s) (training.workers.number) of %d images at once, %,.1f MB over the network to each in a step"
                        .formatted(
                                plan.architecture().network().kind(),
                                plan.architecture().input(),
                                plan.architecture().classes(),
                                plan.parameters(),
                                plan.workers(),
                                plan.rows(),
                                plan.perStep() / 1e6));
        out.accept("Heap of a worker:");
        plan.heap().forEach((what, bytes) -> megabytes(what, bytes, out));
        out.accept("Outside of it:");
        plan.outside().forEach((what, bytes) -> megabytes(what, bytes, out));
        out.accept("Settings that give it room:");
        out.accept("  spark.executor.memory = %dm".formatted(plan.executorMemory()));
        out.accept("  spark.executor.memoryOverhead = %dm".formatted(plan.memoryOverhead()));
    }

    private static void megabytes(String what, long bytes, Consumer<String> out) {
        out.accept("  %,10.1f MB  %s".formatted(bytes / 1e6, what));
    }

    static void evaluation(Evaluation evaluation, Consumer<String> out) {
        out.accept("Judged by %,d images of %,d donors; majority class of the training: %s"
                .formatted(evaluation.images(), evaluation.donors(), evaluation.majorityClass()));
        for (Score score : evaluation.scores()) {
            out.accept("  %-26s %s   majority class %.3f"
                    .formatted(
                            score.name(),
                            estimate(score.model()),
                            score.majority().value()));
        }
        beyond(evaluation, out);
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

    static void brief(Validation validation, Consumer<String> out) {
        Evaluation evaluation = validation.evaluation();
        out.accept("On study %s, asked at %s, %,d images of %,d donors: %s"
                .formatted(
                        validation.study(),
                        validation.at(),
                        evaluation.images(),
                        evaluation.donors(),
                        evaluation.scores().stream()
                                .map(score -> score.name() + " " + estimate(score.model()))
                                .collect(Collectors.joining(", "))));
    }

    private static void beyond(Evaluation evaluation, Consumer<String> out) {
        evaluation
                .calibration()
                .ifPresent(calibration -> out.accept("  calibration error          %s%s"
                        .formatted(
                                estimate(calibration.error()),
                                calibration
                                        .temperature()
                                        .map(t -> "   with temperature %.2f: %s"
                                                .formatted(
                                                        t,
                                                        estimate(calibration
                                                                .cooled()
                                                                .orElseThrow())))
                                        .orElse(""))));
        for (OperatingPoint point : evaluation.points()) {
            out.accept("  as a test for %s: from %.3f on, sensitivity %s, specificity %s"
                    .formatted(
                            point.className(),
                            point.threshold(),
                            estimate(point.sensitivity()),
                            estimate(point.specificity())));
        }
        for (Subgroup group : evaluation.subgroups()) {
            out.accept("  %s %s: %,d images of %,d donors, accuracy %s, ROC-AUC %s"
                    .formatted(
                            group.by(),
                            group.value(),
                            group.images(),
                            group.donors(),
                            estimate(group.accuracy()),
                            estimate(group.rocAuc())));
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
