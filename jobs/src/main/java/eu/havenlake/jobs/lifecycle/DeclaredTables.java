package eu.havenlake.jobs.lifecycle;

import eu.havenlake.features.definition.FeatureTables;
import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.features.tabular.OutcomeTable;
import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.BronzeIngest;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.bronze.Schemas;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Deletions;
import eu.havenlake.jobs.operation.Reconciliation;
import eu.havenlake.lake.access.StaleGold;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.quality.QualityTable;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every table that is declared, in the order that data passes them. */
public final class DeclaredTables {
    private static final List<Table> OPS = List.of(
            BatchAccount.INGEST_BATCH,
            BronzeIngest.INGEST_GAP,
            Reconciliation.SENT_DIFFERENCE,
            Quarantine.QUARANTINE,
            Schemas.SCHEMA,
            Deletions.DELETION,
            QualityTable.QUALITY,
            RunRecord.RUN,
            StudyLake.ACCESS,
            StaleGold.STALE_GOLD,
            TakenIn.SOURCE);

    /** Those whose columns a study's features give are declared anew by each study file, and not here. */
    private static final List<Table> GOLD = List.of(
            FeatureTables.FEATURE_DEFINITION,
            ImageTensors.IMAGE_TENSOR,
            OutcomeTable.OUTCOME_EVALUATION,
            HeldOut.PREDICTION,
            Learnt.LEARNT);

    private DeclaredTables() {}

    /** Tables that a home has once. */
    public static List<Table> ofHome() {
        return Stream.of(
                        OPS.stream(),
                        Arrays.stream(Topic.values()).map(Topic::bronze),
                        Curations.all().stream().map(Curation::silver))
                .flatMap(tables -> tables)
                .distinct()
                .toList();
    }

    /** Tables that a study has, as they are before {@link Table#of(String)} names it. */
    public static List<Table> ofStudy() {
        return GOLD;
    }
}
