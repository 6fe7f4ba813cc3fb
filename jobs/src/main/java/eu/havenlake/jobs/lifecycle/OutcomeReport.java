package eu.havenlake.jobs.lifecycle;

import eu.havenlake.features.tabular.OutcomeTable;
import eu.havenlake.features.tabular.TabularResult;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.report.ReportData.Coefficient;
import eu.havenlake.jobs.report.ReportData.OutcomeModel;
import eu.havenlake.jobs.report.ReportData.Result;
import eu.havenlake.lake.table.Lake;
import java.util.List;

/** A tabular model as the report shows it. */
final class OutcomeReport {
    private static final String OUTCOME = "an emergency or inpatient encounter after the index date";
    private static final int SHOWN = 15;

    private OutcomeReport() {}

    /** The last evaluation of each study that has one. */
    static List<OutcomeModel> all(Lake lake, List<StudyFile> studies) {
        return studies.stream()
                .flatMap(study ->
                        lake
                                .read(OutcomeTable.OUTCOME_EVALUATION.of(
                                        study.study().id()))
                                .collectAsList()
                                .stream()
                                .map(row -> of(study, OutcomeTable.result(row))))
                .toList();
    }

    private static OutcomeModel of(StudyFile study, TabularResult result) {
        return new OutcomeModel(study.study().id(), OUTCOME, result.donors(), result.positives(), shown(result));
    }

    private static Result shown(TabularResult result) {
        return switch (result) {
            case TabularResult.TooFew few -> new Result.TooFew(few.summary());
            case TabularResult.Evaluated evaluated ->
                new Result.Judged(
                        evaluated.auc(),
                        evaluated.curve(),
                        evaluated.coefficients().stream()
                                .limit(SHOWN)
                                .map(each -> new Coefficient(each.feature(), each.value()))
                                .toList());
        };
    }
}
