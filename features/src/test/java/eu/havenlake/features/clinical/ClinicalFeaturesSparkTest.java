package eu.havenlake.features.clinical;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.features.cohort.Cohort;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Donors a and b, index date 2025-01-01; each test gives one table of records. */
@ExtendWith(SparkExtension.class)
class ClinicalFeaturesSparkTest {
    private static final LocalDate INDEX = LocalDate.of(2025, 1, 1);
    private static final String BOTH = """
            donor | status   | class | started
            a     | finished | AMB   | 2024-05-01
            b     | finished | AMB   | 2020-05-01
            """;

    private static Dataset<Row> features(SparkSession spark, Table given, String text) {
        HealthRecords records = new HealthRecords(
                rows(spark, EhrTables.PATIENT, given, text, "donor"),
                rows(spark, EhrTables.ENCOUNTER, given, text, BOTH),
                rows(spark, EhrTables.CONDITION, given, text, "donor"),
                rows(spark, EhrTables.OBSERVATION, given, text, "donor"),
                rows(spark, EhrTables.MEDICATION_REQUEST, given, text, "donor"));
        Dataset<Row> members = new Cohort(INDEX, 12, (donor, date) -> lit(Date.valueOf(date)))
                .members(records.patients(), records.encounters());
        return ClinicalFeatures.of(FeatureSet.unplannedCare(), members, records, INDEX);
    }

    private static Dataset<Row> rows(SparkSession spark, Table table, Table given, String text, String otherwise) {
        return Rows.of(spark, table, table.equals(given) ? text : otherwise);
    }

    private static List<String> ofObservations(SparkSession spark, String text, String... columns) {
        return Rows.text(features(spark, EhrTables.OBSERVATION, text), columns);
    }

    @Test
    void eventAfterTheIndexDateIsNoFeature(SparkSession spark) {
        assertThat(ofObservations(spark, """
                        donor | status | code   | unit_code | effective            | value
                        a     | final  | 8480-6 | mm[Hg]    | 2024-06-01           | 120
                        a     | final  | 8480-6 | mm[Hg]    | 2025-01-02           | 190
                        b     | final  | 8480-6 | mm[Hg]    | 2025-01-02           | 190
                        """, "donor", "systolic_latest", "systolic_mean"))
                .containsExactly("a | 120.0 | 120.0", "b |  | ");
    }

    @Test
    void resultOfTheIndexDateIsTheLatest(SparkSession spark) {
        assertThat(ofObservations(spark, """
                        donor | status           | code   | unit_code | effective            | value
                        a     | final            | 8480-6 | mm[Hg]    | 2025-01-01T23:00:00Z | 140
                        a     | final            | 8480-6 | mm[Hg]    | 2024-06-01           | 120
                        a     | entered-in-error | 8480-6 | mm[Hg]    | 2025-01-01T23:30:00Z | 300
                        """, "donor", "systolic_latest", "systolic_mean"))
                .containsExactly("a | 140.0 | 130.0", "b |  | ");
    }

    @Test
    void slopeOfThreeValues(SparkSession spark) {
        Dataset<Row> features = features(spark, EhrTables.OBSERVATION, """
                donor | status | code    | unit_code | effective  | value
                a     | final  | 29463-7 | kg        | 2023-07-01 | 80
                a     | final  | 29463-7 | kg        | 2024-01-01 | 83
                a     | final  | 29463-7 | kg        | 2024-12-31 | 92
                b     | final  | 29463-7 | kg        | 2024-01-01 | 80
                b     | final  | 29463-7 | kg        | 2024-12-31 | 92
                """);
        // Days 0, 184 and 549: least squares by hand, in kg per year of 365.25 days.
        double mean = (0 + 184 + 549) / 3.0;
        double above = (0 - mean) * 80 + (184 - mean) * 83 + (549 - mean) * 92;
        double below = mean * mean + (184 - mean) * (184 - mean) + (549 - mean) * (549 - mean);
        List<Row> rows = features.orderBy("donor").select("weight_slope").collectAsList();
        assertThat(rows.get(0).getDouble(0)).isCloseTo(above / below * 365.25, within(1e-9));
        assertThat(rows.get(1).isNullAt(0)).isTrue();
    }

    @Test
    void valueInAnotherUnitOrFromBeforeTheWindowDoesNotCount(SparkSession spark) {
        assertThat(ofObservations(spark, """
                        donor | status | code   | unit_code | effective  | value
                        a     | final  | 2093-3 | mmol/L    | 2024-06-01 | 5
                        a     | final  | 2093-3 | mg/dL     | 2024-05-01 | 190
                        b     | final  | 2093-3 | mg/dL     | 2022-05-01 | 190
                        """, "donor", "cholesterol_latest")).containsExactly("a | 190.0", "b | ");
    }

    @Test
    void conditionCountsOnceItIsKnown(SparkSession spark) {
        Dataset<Row> features = features(spark, EhrTables.CONDITION, """
                donor | code     | onset      | noted      | verification_status
                a     | 59621000 | 2010-01-01 | 2010-01-02 | confirmed
                a     | 15777000 | 2010-01-01 | 2025-03-01 | confirmed
                a     | 73595000 | 2010-01-01 | 2010-01-01 | refuted
                b     | 73595000 | 2010-01-01 |            |
                """);
        assertThat(Rows.text(features, "donor", "condition_hypertension", "condition_prediabetes", "condition_stress"))
                .containsExactly("a | 1.0 | 0.0 | 0.0", "b | 0.0 | 0.0 | 1.0");
    }

    @Test
    void medicationsAreCountedByCodeWithinAYear(SparkSession spark) {
        Dataset<Row> features = features(spark, EhrTables.MEDICATION_REQUEST, """
                donor | status    | code | medication | authored
                a     | active    | 1    |            | 2024-02-01
                a     | stopped   | 1    |            | 2024-08-01
                a     | completed |      | m          | 2024-08-01
                a     | active    | 2    |            | 2023-12-01
                a     | active    | 3    |            | 2025-01-02
                """);
        assertThat(Rows.text(features, "donor", "medications")).containsExactly("a | 2.0", "b | 0.0");
    }

    @Test
    void encountersAreCountedByClass(SparkSession spark) {
        Dataset<Row> features = features(spark, EhrTables.ENCOUNTER, """
                donor | status    | class | started
                a     | finished  | AMB   | 2024-02-01
                a     | finished  | AMB   | 2024-03-01
                a     | cancelled | AMB   | 2024-04-01
                a     | finished  | EMER  | 2024-05-01
                a     | finished  | EMER  | 2025-05-01
                b     | finished  | IMP   | 2019-05-01
                """);
        assertThat(Rows.text(
                        features,
                        "donor",
                        "outcome",
                        "encounters_ambulatory",
                        "encounters_emergency",
                        "encounters_inpatient"))
                .containsExactly("a | true | 2.0 | 1.0 | 0.0", "b | false | 0.0 | 0.0 | 0.0");
    }

    @Test
    void ageAndSexStandBesideThem(SparkSession spark) {
        Dataset<Row> features = features(spark, EhrTables.PATIENT, """
                donor | gender | birth_date
                a     | female | 1970-01-01
                b     |        |
                """);
        assertThat(Rows.text(features, "donor", "age", "female")).containsExactly("a | 55.0 | 1.0", "b |  | ");
    }
}
