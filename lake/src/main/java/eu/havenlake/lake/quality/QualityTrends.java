package eu.havenlake.lake.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** How the share of rows that break a rule goes, run by run: what got worse is what somebody has to look at. */
public final class QualityTrends {
    private static final double NOTABLE = 1;

    private QualityTrends() {}

    /**
     * One row per table and rule that rows were judged by, the worst of the last run first: how many rows it judged, how
     * many of them broke the rule, both as a share, and the share in all earlier runs.
     *
     * @param quality rows of {@link QualityTable#QUALITY}
     */
    public static Dataset<Row> of(Dataset<Row> quality) {
        Column last = col("at").equalTo(max("at").over(Window.partitionBy("table", "rule")));
        Dataset<Row> told = quality.where(col("rows").gt(0)).withColumn("last", last);
        Dataset<Row> summed = told.groupBy("table", "rule")
                .agg(
                        max(when(col("last"), col("action"))).as("action"),
                        count_distinct(col("run"), col("at")).as("runs"),
                        sum(when(col("last"), col("rows"))).as("rows"),
                        sum(when(col("last"), col("broken"))).as("broken"),
                        percent(col("last")).as("percent"),
                        percent(col("last").equalTo(false)).as("before"));
        Column change = col("percent").minus(col("before"));
        return summed.withColumn(
                        "trend",
                        when(col("before").isNull(), lit("first run"))
                                .when(change.geq(NOTABLE), lit("worse"))
                                .when(change.leq(-NOTABLE), lit("better"))
                                .otherwise(lit("same")))
                .orderBy(col("percent").desc(), col("before").desc(), col("table"), col("rule"));
    }

    private static Column percent(Column which) {
        return round(sum(when(which, col("broken"))).multiply(lit(100.0)).divide(sum(when(which, col("rows")))), 2);
    }
}
