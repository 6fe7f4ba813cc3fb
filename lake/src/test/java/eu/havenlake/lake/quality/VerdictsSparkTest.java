package eu.havenlake.lake.quality;

import static eu.havenlake.lake.table.ColumnType.DATE;
import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.between;
import static eu.havenlake.lake.table.Traits.condition;
import static eu.havenlake.lake.table.Traits.finite;
import static eu.havenlake.lake.table.Traits.notInFuture;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.oneOf;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Rule;
import eu.havenlake.lake.table.Rule.Action;
import eu.havenlake.lake.table.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class VerdictsSparkTest {
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");
    private static final Table VISIT = Table.silver("visit", Category.CLINICAL, "Visits")
            .column("id", STRING, "Id", notNull())
            .column("kg", DOUBLE, "Weight in kg", finite(), between(0, 700))
            .column("sex", STRING, "Sex", oneOf("male", "it's other"))
            .column("start", TIMESTAMP, "Start", notInFuture())
            .column("end", TIMESTAMP, "End", condition("after_start", "ends after its start", "`end` >= start"))
            .column("day", DATE, "Day", notInFuture());

    private static Dataset<Row> judged(SparkSession spark, Table table, String text) {
        Verdicts verdicts = new Verdicts(table);
        return recorded(Rows.of(spark, table, text))
                .withColumn(Verdicts.BROKEN, verdicts.judge())
                .withColumn("broken", verdicts.broken());
    }

    private static Dataset<Row> recorded(Dataset<Row> rows) {
        return rows.withColumn(Provenance.RECORDED, lit(Timestamp.from(NOW)));
    }

    @Test
    void eachCheckNamesWhatBreaksIt(SparkSession spark) {
        Dataset<Row> judged = judged(spark, VISIT, """
            id | kg       | sex        | start                | end                  | day
            a  | 0        | it's other | 2025-06-02T12:00:00Z | 2025-06-02T12:00:00Z | 2025-06-02
            b  | 700.5    | Male       | 2025-06-02T12:00:01Z | 2025-06-02T12:00:00Z | 2025-06-03
            c  | NaN      | male       | 2025-01-01           | 2025-01-02           | 2025-01-01
            d  | Infinity | male       | 2025-01-01           | 2025-01-02           | 2025-01-01
            """);
        assertThat(Rows.text(judged, "id", "broken"))
                .containsExactly(
                        "a | ",
                        "b | kg_in_range, sex_known, start_not_in_future, end_after_start, day_not_in_future",
                        "c | kg_finite, kg_in_range",
                        "d | kg_finite, kg_in_range");
    }

    @Test
    void nullBreaksNothingButThatItMustBeThere(SparkSession spark) {
        assertThat(Rows.text(judged(spark, VISIT, """
            id | kg
               |
            """), "broken")).containsExactly("id_present");
    }

    @Test
    void movedDatesMayLieInTheFuture(SparkSession spark) {
        assertThat(Rows.text(judged(spark, VISIT, """
            id | start      | dates_shifted
            a  | 2125-01-01 | true
            b  | 2125-01-01 | false
            c  | 2125-01-01 |
            """), "id", "broken"))
                .containsExactly("a | ", "b | start_not_in_future", "c | start_not_in_future");
    }

    @Test
    void actionDecidesWhatBecomesOfARow(SparkSession spark) {
        Table table = Table.bronze("x", "x")
                .column("watched", DOUBLE, "x", between(0, 1).orElse(Action.EXPECT))
                .column("dropped", DOUBLE, "x", between(0, 1).orElse(Action.DROP))
                .column("kept", DOUBLE, "x", between(0, 1))
                .column("fatal", DOUBLE, "x", between(0, 1).orElse(Action.FAIL));
        Verdicts verdicts = new Verdicts(table);
        Dataset<Row> judged = judged(spark, table, """
            watched | dropped | kept | fatal
            2       | 0       | 0    | 0
            0       | 2       | 0    | 0
            0       | 0       | 2    | 0
            0       | 2       | 2    | 0
            0       | 0       | 2    | 2
            """)
                .withColumn("passes", verdicts.passes())
                .withColumn("quarantined", verdicts.quarantined());
        assertThat(Rows.text(judged, "broken", "passes", "quarantined"))
                .containsExactly(
                        "dropped_in_range | false | false",
                        "dropped_in_range, kept_in_range | false | true",
                        "kept_in_range | false | true",
                        "kept_in_range, fatal_in_range | false | false",
                        "watched_in_range | true | false");
    }

    @Test
    void breachesAreCountedRuleByRule(SparkSession spark) {
        Verdicts verdicts = new Verdicts(VISIT);
        Dataset<Row> judged = judged(spark, VISIT, """
            id | kg  | sex
            a  | 800 | male
            b  | -1  | x
               | 70  | male
            """).repartition(2);
        Totals totals =
                verdicts.totals(judged, lit(true), col("kg").gt(0), col("sex").equalTo("x"), lit(null));
        assertThat(totals.met()).containsExactly(3L, 2L, 1L, 0L);
        assertThat(totals.broken()).hasSameSizeAs(verdicts.names());
        assertThat(IntStream.range(0, totals.broken().size())
                        .filter(i -> totals.broken().get(i) > 0)
                        .mapToObj(i ->
                                verdicts.names().get(i) + " " + totals.broken().get(i)))
                .containsExactly("id_present 1", "kg_in_range 2", "sex_known 1");
        assertThat(verdicts.totals(judged.limit(0), lit(true)).met()).containsExactly(0L);
    }

    @Test
    void tableWithoutRulesLetsEverythingPass(SparkSession spark) {
        Table table = Table.bronze("x", "x").column("id", STRING, "x");
        Dataset<Row> judged = judged(spark, table, """
            id
            a
            """);
        assertThat(Rows.text(judged.where(new Verdicts(table).passes()), "id", "broken"))
                .containsExactly("a | ");
    }

    @Test
    void moreRulesThanAVerdictHoldsAreRefused() {
        Rule[] rules = IntStream.rangeClosed(0, Long.SIZE)
                .mapToObj(i -> condition("r" + i, "x", "true"))
                .toArray(Rule[]::new);
        Table table = Table.bronze("x", "x").column("id", STRING, "x", rules);
        assertThatThrownBy(() -> new Verdicts(table)).hasMessageContaining("65 rules");
    }

    @Test
    void lastOfAsManyRulesAsAVerdictHoldsIsTold(SparkSession spark) {
        Rule[] rules = IntStream.range(0, Long.SIZE)
                .mapToObj(i -> condition("r" + i, "x", "id <> 'b'").orElse(i < 63 ? Action.EXPECT : Action.QUARANTINE))
                .toArray(Rule[]::new);
        Table table = Table.bronze("x", "x").column("id", STRING, "x", rules);
        Dataset<Row> judged = judged(spark, table, """
            id
            a
            b
            """).withColumn("passes", new Verdicts(table).passes());
        assertThat(Rows.text(judged, "id", "passes", "right(broken, 6)"))
                .containsExactly("a | true | ", "b | false | id_r63");
        assertThat(new Verdicts(table).totals(judged).broken())
                .hasSize(Long.SIZE)
                .containsOnly(1L);
    }

    @Test
    void actionOfARuleIsKnownByItsName() {
        Verdicts verdicts = new Verdicts(VISIT);
        assertThat(verdicts.action("kg_in_range")).isEqualTo(Action.QUARANTINE);
        assertThatThrownBy(() -> verdicts.action("kg_nice")).hasMessageContaining("kg_nice");
    }
}
