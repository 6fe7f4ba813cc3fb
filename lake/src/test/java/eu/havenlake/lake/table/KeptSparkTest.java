package eu.havenlake.lake.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class KeptSparkTest {
    private static final int ROWS = 100;

    private static Dataset<Row> squares(SparkSession spark, LongAccumulator computed) {
        UDF1<Long, Long> square = number -> {
            computed.add(1);
            return number * number;
        };
        return spark.range(ROWS)
                .toDF("number")
                .withColumn("square", udf(square, DataTypes.LongType).apply(col("number")));
    }

    @Test
    void rowsAreComputedOnceForAllPasses(SparkSession spark) {
        LongAccumulator computed = spark.sparkContext().longAccumulator();
        try (Kept kept = new Kept(squares(spark, computed))) {
            assertThat(kept.rows().where("square >= 2500").count()).isEqualTo(50);
            assertThat(kept.rows().selectExpr("sum(square)").first().getLong(0)).isEqualTo(328_350);
            assertThat(computed.sum()).isEqualTo(ROWS);
        }
    }

    @Test
    void nothingIsHeldWhenClosed(SparkSession spark) {
        int before = spark.sparkContext().getPersistentRDDs().size();
        try (Kept kept = new Kept(squares(spark, spark.sparkContext().longAccumulator()))) {
            assertThat(kept.rows().count()).isEqualTo(ROWS);
            assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before + 1);
        }
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    }
}
