package eu.havenlake.features.cohort;

import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.silver.EhrTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CohortSparkTest {
    private static final LocalDate INDEX = LocalDate.of(2025, 1, 1);
    private static final Timeline TRUE_DATES = (donor, date) -> lit(Date.valueOf(date));
    /** Donor "a" is moved by ten days, "bb" by twenty, and so on. */
    private static final Timeline MOVED =
            (donor, date) -> date_add(lit(Date.valueOf(date)), length(donor).multiply(10));

    private static Dataset<Row> encounters(SparkSession spark, String text) {
        return Rows.of(spark, EhrTables.ENCOUNTER, text);
    }

    private static Dataset<Row> patients(SparkSession spark, String text) {
        return Rows.of(spark, EhrTables.PATIENT, text);
    }

    private static List<String> members(Dataset<Row> patients, Dataset<Row> encounters, Timeline timeline) {
        return Rows.text(new Cohort(INDEX, 12, timeline).members(patients, encounters), "donor", "outcome");
    }

    @Test
    void donorWithoutAContactUpToTheIndexDateIsNotInTheCohort(SparkSession spark) {
        Dataset<Row> encounters = encounters(spark, """
                donor   | status   | class | started
                before  | finished | AMB   | 2024-05-01
                on      | finished | AMB   | 2025-01-01T23:00:00Z
                after   | finished | EMER  | 2025-01-02
                planned | planned  | AMB   | 2024-05-01
                """);
        assertThat(members(patients(spark, "donor"), encounters, TRUE_DATES))
                .containsExactly("before | false", "on | false");
    }

    @Test
    void outcomeIsAnEmergencyOrInpatientContactOfTheFollowUp(SparkSession spark) {
        Dataset<Row> encounters = encounters(spark, """
                donor     | status           | class | started
                emergency | finished         | AMB   | 2024-05-01
                emergency | finished         | EMER  | 2025-01-02
                inpatient | finished         | AMB   | 2024-05-01
                inpatient | in-progress      | IMP   | 2026-01-01T20:00:00Z
                late      | finished         | AMB   | 2024-05-01
                late      | finished         | IMP   | 2026-01-02
                same_day  | finished         | EMER  | 2025-01-01T10:00:00Z
                clinic    | finished         | AMB   | 2024-05-01
                clinic    | finished         | AMB   | 2025-05-01
                error     | finished         | AMB   | 2024-05-01
                error     | entered-in-error | IMP   | 2025-05-01
                """);
        assertThat(members(patients(spark, "donor"), encounters, TRUE_DATES))
                .containsExactly(
                        "clinic | false",
                        "emergency | true",
                        "error | false",
                        "inpatient | true",
                        "late | false",
                        "same_day | false");
    }

    @Test
    void donorWhoDiedUpToTheIndexDateIsNotInTheCohort(SparkSession spark) {
        Dataset<Row> patients = patients(spark, """
                donor   | deceased | deceased_at
                dead    | true     | 2025-01-01T08:00:00Z
                later   | true     | 2025-01-02
                unknown | true     |
                alive   | false    |
                """);
        Dataset<Row> encounters = encounters(spark, """
                donor   | status   | class | started
                dead    | finished | AMB   | 2024-05-01
                later   | finished | AMB   | 2024-05-01
                unknown | finished | AMB   | 2024-05-01
                alive   | finished | AMB   | 2024-05-01
                """);
        assertThat(members(patients, encounters, TRUE_DATES)).containsExactly("alive | false", "later | false");
    }

    @Test
    void indexDateAndFollowUpMoveWithTheDonorsDates(SparkSession spark) {
        Dataset<Row> encounters = encounters(spark, """
                donor | status   | class | started
                a     | finished | AMB   | 2024-05-01
                a     | finished | EMER  | 2025-01-11
                bb    | finished | AMB   | 2024-05-01
                bb    | finished | EMER  | 2026-01-21
                """);
        assertThat(members(patients(spark, "donor"), encounters, MOVED)).containsExactly("a | false", "bb | true");
    }

    @Test
    void lastContactIsFoundAmongMovedDates(SparkSession spark) {
        Dataset<Row> encounters = encounters(spark, """
                donor | status   | class | started
                a     | finished | AMB   | 2026-01-05
                bb    | finished | AMB   | 2026-01-11
                bb    | planned  | AMB   | 2027-01-11
                """);
        // 2026-01-05 less 10 days is later than 2026-01-11 less 20.
        assertThat(Cohort.lastContact(encounters, MOVED)).contains(LocalDate.of(2025, 12, 26));
        assertThat(Cohort.lastContact(encounters(spark, "donor"), MOVED)).isEmpty();
    }

    @Test
    void oneContactWithoutALegalBasisMakesConsentNecessary(SparkSession spark) {
        Dataset<Row> encounters = encounters(spark, """
                donor | status   | class | started    | dataset | basis
                a     | finished | AMB   | 2024-05-01 | set     | public
                bb    | finished | AMB   | 2024-05-01 | set     | public
                bb    | finished | AMB   | 2024-05-02 | set     |
                """);
        Dataset<Row> members = new Cohort(INDEX, 12, TRUE_DATES).members(patients(spark, "donor"), encounters);
        assertThat(Rows.text(members, "donor", "dataset", "basis")).containsExactly("a | set | public", "bb | set | ");
    }
}
