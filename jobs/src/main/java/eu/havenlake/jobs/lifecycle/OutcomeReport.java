package eu.havenlake.jobs.lifecycle;

import eu.havenlake.features.tabular.TabularResult;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.report.ReportData.Coefficient;
import eu.havenlake.jobs.report.ReportData.OutcomeModel;
import eu.havenlake.jobs.report.ReportData.Result;

/** A tabular model as the report shows it. */
final class OutcomeReport {
    private static final String OUTCOME = "an emergency or inpatient encounter after the index date";
    private static final int SHOWN = 15;

    private OutcomeReport() {}

    static OutcomeModel of(StudyFile study, TabularResult result) {
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
