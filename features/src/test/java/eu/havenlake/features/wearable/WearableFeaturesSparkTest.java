package eu.havenlake.features.wearable;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.silver.WearableTables;
import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Donors a and b are members with the index date 2025-01-01. */
@ExtendWith(SparkExtension.class)
class WearableFeaturesSparkTest {
    private static List<String> features(SparkSession spark, String samples, String... columns) {
        Dataset<Row> members = Rows.of(spark, EhrTables.PATIENT, """
                        donor
                        a
                        b
                        """)
                .select("donor")
                .withColumn("index_date", lit(Date.valueOf("2025-01-01")));
        return Rows.text(
                WearableFeatures.of(
                        FeatureSet.unplannedCare(), members, Rows.of(spark, WearableTables.WEARABLE_SAMPLE, samples)),
                columns);
    }

    @Test
    void stepsAreSummedByDayThenAveraged(SparkSession spark) {
        assertThat(features(spark, """
                        donor | measure    | value | unit    | effective_start      | effective_end
                        a     | step_count | 1000  | {steps} | 2024-12-30T08:00:00Z | 2024-12-30T09:00:00Z
                        a     | step_count | 3000  | {steps} | 2024-12-30T18:00:00Z | 2024-12-30T19:00:00Z
                        a     | step_count | 6000  | {steps} | 2024-12-31T08:00:00Z | 2024-12-31T09:00:00Z
                        """, "donor", "steps_per_day", "sleep_hours"))
                .containsExactly("a | 5000.0 | ");
    }

    @Test
    void nightThatEndsAfterTheIndexDateIsNoFeature(SparkSession spark) {
        assertThat(features(spark, """
                        donor | measure        | value | unit | effective_start      | effective_end
                        a     | sleep_duration | 7     | h    | 2024-12-31T23:00:00Z | 2025-01-01T06:00:00Z
                        a     | sleep_duration | 3     | h    | 2025-01-01T23:00:00Z | 2025-01-02T02:00:00Z
                        """, "donor", "sleep_hours")).containsExactly("a | 7.0");
    }

    @Test
    void restingHeartRateIsTheFifthPercentile(SparkSession spark) {
        StringBuilder samples = new StringBuilder("donor | measure | value | unit | effective_start | statistic\n");
        for (int i = 0; i <= 20; i++) {
            samples.append("a | heart_rate | %d | /min | 2024-12-20 | \n".formatted(60 + i));
        }
        samples.append("a | heart_rate | 30 | /min | 2024-12-20 | minimum\n");
        samples.append("a | heart_rate | 30 | /min | 2024-11-20 | \n");
        assertThat(features(spark, samples.toString(), "donor", "resting_heart_rate"))
                .containsExactly("a | 61.0");
    }

    @Test
    void onlyMembersWithSamplesAreRows(SparkSession spark) {
        assertThat(features(spark, """
                        donor    | measure    | value | unit | effective_start | dataset | basis
                        a        | heart_rate | 60    | /min | 2024-12-20      | set     | public
                        stranger | heart_rate | 60    | /min | 2024-12-20      | set     | public
                        """, "donor", "dataset", "basis")).containsExactly("a | set | public");
    }
}
