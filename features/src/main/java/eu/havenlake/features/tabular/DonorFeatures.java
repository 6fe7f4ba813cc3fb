package eu.havenlake.features.tabular;

import eu.havenlake.features.clinical.ClinicalFeatures;
import eu.havenlake.features.clinical.HealthRecords;
import eu.havenlake.features.cohort.Cohort;
import eu.havenlake.features.cohort.FeatureSettings;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.definition.FeatureTables;
import eu.havenlake.features.wearable.WearableFeatures;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.silver.WearableTables;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The stage that builds a study's feature tables: {@code feature_definition}, {@code donor_features} and, where the study
 * may read wearables, {@code donor_wearable_features}. Each run builds them anew.
 */
public final class DonorFeatures {
    private static final FeatureSet SET = FeatureSet.unplannedCare();

    private final StudyLake lake;
    private final Map<String, Long> inputs = new LinkedHashMap<>();
    private final Map<String, Long> outputs = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    private DonorFeatures(StudyLake lake) {
        this.lake = lake;
    }

    /**
     * Builds and writes the tables. Counts: {@code donors}, {@code with outcome}, {@code with wearable}, {@code features};
     * all 0, and nothing written, where the study sees no contact at all.
     */
    public static Outcome build(StudyLake lake, FeatureSettings settings) {
        return new DonorFeatures(lake).build(settings);
    }

    /** The calendar date that {@link #build} looks back from; empty where the study sees no contact. */
    public static Optional<LocalDate> indexDate(StudyLake lake, FeatureSettings settings) {
        return settings.indexDate()
                .or(() -> Cohort.lastContact(lake.read(EhrTables.ENCOUNTER), lake::onTimelineOf)
                        .map(settings::indexFor));
    }

    static boolean readsWearables(StudyLake lake) {
        return lake.study().categories().contains(Category.WEARABLE);
    }

    private Outcome build(FeatureSettings settings) {
        List<Dataset<Row>> read = read(
                EhrTables.PATIENT,
                EhrTables.ENCOUNTER,
                EhrTables.CONDITION,
                EhrTables.OBSERVATION,
                EhrTables.MEDICATION_REQUEST);
        HealthRecords records = new HealthRecords(read.get(0), read.get(1), read.get(2), read.get(3), read.get(4));
        Optional<LocalDate> index = settings.indexDate()
                .or(() -> Cohort.lastContact(records.encounters(), lake::onTimelineOf)
                        .map(settings::indexFor));
        index.ifPresent(date -> write(new Cohort(date, settings.followUpMonths(), lake::onTimelineOf), records));
        return new Outcome(inputs, outputs, counts);
    }

    private void write(Cohort cohort, HealthRecords records) {
        Dataset<Row> members =
                cohort.members(records.patients(), records.encounters()).cache();
        try {
            counts.put("donors", members.count());
            counts.put("with outcome", members.where("outcome").count());
            writeDefinitions(members);
            replace(FeatureTables.donorFeatures(SET), ClinicalFeatures.of(SET, members, records, cohort.index()));
            if (readsWearables(lake)) {
                writeWearables(members);
            }
        } finally {
            members.unpersist();
        }
    }

    private void writeDefinitions(Dataset<Row> members) {
        List<Row> rows = FeatureTables.definitions(SET);
        counts.put("features", (long) rows.size());
        replace(
                FeatureTables.FEATURE_DEFINITION,
                members.sparkSession().createDataFrame(rows, FeatureTables.FEATURE_DEFINITION.schema()));
    }

    private void writeWearables(Dataset<Row> members) {
        Dataset<Row> worn = WearableFeatures.of(
                        SET, members, read(WearableTables.WEARABLE_SAMPLE).getFirst())
                .cache();
        try {
            counts.put("with wearable", worn.count());
            replace(FeatureTables.donorWearableFeatures(SET), worn);
        } finally {
            worn.unpersist();
        }
    }

    private List<Dataset<Row>> read(Table... tables) {
        for (Table table : tables) {
            inputs.put(table.qualifiedName(), lake.version(table));
        }
        return lake.readAll(List.of(tables));
    }

    private void replace(Table declared, Dataset<Row> rows) {
        Table table = declared.of(lake.study().id());
        lake.replace(table, rows.coalesce(1));
        outputs.put(table.qualifiedName(), lake.version(table));
    }
}
