package eu.havenlake.lake.quality;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class QualityTrendsSparkTest {
    @Test
    void lastRunIsComparedWithAllBeforeIt(SparkSession spark) {
        var quality = Rows.of(spark, QualityTable.QUALITY, """
            at         | run | table    | rule | action     | rows | broken
            2025-01-01 | a   | silver.x | r    | QUARANTINE | 100  | 0
            2025-01-02 | b   | silver.x | r    | QUARANTINE | 300  | 40
            2025-01-03 | c   | silver.x | r    | QUARANTINE | 10   | 2
            2025-01-01 | a   | silver.x | s    | EXPECT     | 100  | 50
            2025-01-03 | c   | silver.x | s    | EXPECT     | 10   | 1
            2025-01-01 | a   | silver.y | t    | QUARANTINE | 50   | 0
            2025-01-01 | a   | silver.y | none | QUARANTINE | 0    | 0
            """);
        assertThat(QualityTrends.of(quality).collectAsList().stream().map(row -> row.mkString(" | ")))
                .containsExactly(
                        "silver.x | r | QUARANTINE | 3 | 10 | 2 | 20.0 | 10.0 | worse",
                        "silver.x | s | EXPECT | 2 | 10 | 1 | 10.0 | 50.0 | better",
                        "silver.y | t | QUARANTINE | 1 | 50 | 0 | 0.0 | null | first run");
    }
}
