package eu.havenlake.jobs.report;

import eu.havenlake.jobs.report.ReportData.Held;
import eu.havenlake.jobs.report.ReportData.SilverFlow;
import eu.havenlake.jobs.report.ReportData.StageRun;
import eu.havenlake.jobs.report.ReportData.TopicFlow;
import eu.havenlake.jobs.report.ReportData.TrainedModel;
import eu.havenlake.jobs.report.ReportData.Waiting;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A figure of the summary.
 *
 * @param name what it counts
 * @param value the figure
 * @param detail what belongs to it, in small print; may be empty
 */
public record KeyFigure(String name, String value, String detail) {

    static List<KeyFigure> of(ReportData data) {
        List<KeyFigure> figures = new ArrayList<>();
        long bronze = data.topics().stream().mapToLong(TopicFlow::records).sum();
        long held = data.quarantine().stream().mapToLong(Held::records).sum();
        long waiting = data.waiting().stream().mapToLong(Waiting::records).sum();
        long silver = data.silver().stream()
                .map(SilverFlow::rows)
                .mapToLong(rows -> rows.orElse(0))
                .sum();
        figures.add(new KeyFigure(
                "records in bronze",
                Numbers.count(bronze),
                Numbers.count(data.topics().size()) + " topics"));
        figures.add(new KeyFigure("in quarantine", Numbers.count(held), "of bronze: " + Numbers.share(held, bronze)));
        figures.add(new KeyFigure(
                "waiting for consent", Numbers.count(waiting), "of bronze: " + Numbers.share(waiting, bronze)));
        figures.add(new KeyFigure(
                "rows in silver",
                Numbers.count(silver),
                Numbers.count(data.silver().size()) + " tables"));
        best(data).ifPresent(figures::add);
        figures.add(new KeyFigure(
                "time of the last runs",
                Numbers.duration(
                        data.stages().stream().mapToDouble(StageRun::seconds).sum()),
                Numbers.count(data.stages().size()) + " stages"));
        return figures;
    }

    /** The area under the ROC curve of the model that was trained last. */
    private static Optional<KeyFigure> best(ReportData data) {
        return data.models().stream()
                .map(TrainedModel::card)
                .max(Comparator.comparing(card -> card.created()))
                .flatMap(card -> card.evaluation())
                .map(evaluation -> evaluation.score(Evaluation.ROC_AUC))
                .map(Score::model)
                .map(auc -> new KeyFigure(
                        "held-out ROC-AUC",
                        Numbers.figure(auc.value()),
                        "95 % interval " + Numbers.figure(auc.lower()) + "–" + Numbers.figure(auc.upper())));
    }
}
