package eu.havenlake.lake.table;

import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.Traits.between;
import static eu.havenlake.lake.table.Traits.notNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.upkeep.Upkeep;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that an earlier version made, when less was declared. */
@ExtendWith(SparkExtension.class)
class EarlierTableSparkTest {
    private static final Table WEIGHT = Table.bronze("weight", "Weights")
            .column("id", STRING, "Id", notNull())
            .column("scale", STRING, "Scale's name")
            .column("kg", DOUBLE, "Weight in kg", between(0, 700))
            .column("offset", LONG, "Offset")
            .column("asked", STRING, "Who asked", notNull())
            .key("id")
            .newestBy("offset")
            .clusterBy("id");

    private static final Table NARROW = WEIGHT.of("narrow");

    private static final Table POUNDS = WEIGHT.of("pounds")
            .migrated(
                    "scales that had no name weighed in half kilograms",
                    "UPDATE %s SET kg = kg / 2, scale = 'first', asked = 'nobody' WHERE scale IS NULL");

    @BeforeEach
    void tableAsItWasMadeOnce(Lake lake) {
        make(lake, WEIGHT, "BIGINT");
    }

    private static void make(Lake lake, Table table, String offset) {
        SparkSession spark = lake.session();
        spark.sql("CREATE DATABASE " + table.database());
        spark.sql(
                "CREATE TABLE %s (id STRING NOT NULL, kg DOUBLE, offset %s, colour STRING) USING delta LOCATION '%s' TBLPROPERTIES ('delta.enableChangeDataFeed'='true')"
                        .formatted(table, offset, lake.location(table)));
        spark.sql("INSERT INTO %s VALUES ('a', 70, 1, 'red')".formatted(table));
    }

    private static Dataset<Row> rows(Lake lake, String text) {
        return Rows.of(lake.session(), WEIGHT, text);
    }

    private static Dataset<Row> b(Lake lake) {
        return rows(lake, """
                id | scale | kg | offset | asked
                b  | left  | 80 | 2      | me
                """);
    }

    @Test
    void columnThatIsNotThereYetIsReadAsEmpty(Lake lake) {
        assertThat(Rows.text(lake.read(WEIGHT).where("asked IS NULL"), "id", "scale"))
                .containsExactly("a | ");
        assertThat(Rows.text(lake.readInserted(WEIGHT, 0, 1).where("asked IS NULL"), "id"))
                .containsExactly("a");
        assertThat(Rows.text(lake.readInserted(WEIGHT, -1, 1).where("asked IS NULL"), "id"))
                .containsExactly("a");
    }

    @Test
    void everyWriteAddsTheColumnsThatWereDeclaredSince(Lake lake) {
        lake.append(WEIGHT, b(lake));
        lake.append(WEIGHT, b(lake), Map.of("box", new Move(OptionalLong.empty(), 3)), files -> "");
        lake.upsert(WEIGHT, rows(lake, """
                id | scale | kg | offset | asked
                a  | right | 71 | 5      | me
                """));
        assertThat(Rows.text(lake.read(WEIGHT), "id", "scale", "kg", "asked", "colour"))
                .containsExactlyInAnyOrder(
                        "a | right | 71.0 | me | red", "b | left | 80.0 | me | ", "b | left | 80.0 | me | ");
        assertThat(lake.readInserted(WEIGHT, 0, lake.version(WEIGHT)).count()).isEqualTo(4);
        lake.replace(WEIGHT, b(lake));
        assertThat(Rows.text(lake.read(WEIGHT), "id", "scale")).containsExactly("b | left");
    }

    @Test
    void columnsComeInOneCommitWithTheirMeaning(Lake lake) {
        lake.create(WEIGHT);
        lake.create(WEIGHT);
        assertThat(lake.version(WEIGHT)).isEqualTo(2);
        assertThat(lake.read(WEIGHT).schema().apply("scale").getComment().get()).isEqualTo("Scale's name");
    }

    @Test
    void textByNumberIsReadWhereverItsColumnsStand(Lake lake) {
        Table letter =
                Table.ops("letter", "Letters").column("offset", LONG, "Offset").column("text", STRING, "Text");
        lake.session().sql("CREATE DATABASE ops");
        lake.session()
                .sql("CREATE TABLE ops.letter (text STRING, offset BIGINT) USING delta LOCATION '%s'"
                        .formatted(lake.location(letter)));
        lake.session().sql("INSERT INTO ops.letter VALUES ('x', 7)");
        assertThat(lake.readMap(letter, "offset", "text")).isEqualTo(Map.of(7L, "x"));
    }

    @Test
    void severalMayAddThemAtTheSameTime(Lake lake) {
        String root = lake.location(WEIGHT).replace("/bronze/weight", "");
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> new Lake(lake.session().newSession(), root).append(WEIGHT, b(lake))))
                .toList();
        writers.forEach(CompletableFuture::join);
        assertThat(lake.read(WEIGHT).count()).isEqualTo(5);
        assertThat(lake.read(WEIGHT).schema().fieldNames()).hasSize(6);
    }

    @Test
    void everyDifferenceIsTold(Lake lake) {
        make(lake, NARROW, "INT");
        assertThat(lake.deviations(NARROW))
                .extracting(each -> each.kind() + " " + each.column() + " " + each.what())
                .containsExactly(
                        "MISSING scale is missing",
                        "MISSING asked is missing",
                        "SURPLUS colour is there, but not declared",
                        "TYPE offset is INT, and declared as BIGINT",
                        "CONSTRAINT kg lacks the constraint that it lies in 0.0..700.0",
                        "CLUSTERING id rows are clustered by nothing, and declared as by id");
    }

    @Test
    void tableThatIsAsDeclaredHasNoDifference(Lake lake) {
        Table fresh = WEIGHT.of("other");
        assertThat(lake.deviations(fresh)).isEmpty();
        lake.create(fresh);
        assertThat(lake.deviations(fresh)).isEmpty();
    }

    @Test
    void mendedTableIsAsDeclared(Lake lake) {
        make(lake, NARROW, "INT");
        lake.deviations(NARROW).forEach(new Upkeep(lake)::mend);
        assertThat(lake.deviations(NARROW))
                .extracting(Deviation::kind)
                .containsExactly(Deviation.Kind.SURPLUS, Deviation.Kind.NULLABLE);
        lake.append(NARROW, rows(lake, """
                id | scale | kg | offset      | asked
                b  | left  | 80 | 20000000000 | me
                """));
        assertThat(Rows.text(lake.read(NARROW), "id", "offset")).containsExactlyInAnyOrder("a | 1", "b | 20000000000");
    }

    @Test
    void constraintThatRowsBreakIsNotMended(Lake lake) {
        lake.create(WEIGHT);
        Deviation lost = lake.deviations(WEIGHT).stream()
                .filter(each -> each.kind() == Deviation.Kind.NULLABLE)
                .findFirst()
                .orElseThrow();
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> new Upkeep(lake).mend(lost))
                .withMessageStartingWith(
                        "Cannot mend bronze.weight: column asked lacks the constraint that it is there, and Delta says: ");
    }

    private static List<Deviation> ofVersion(Lake lake, Table table) {
        return lake.deviations(table).stream()
                .filter(each -> each.kind() == Deviation.Kind.VERSION)
                .toList();
    }

    @Test
    void rowsOfAnEarlierSchemaAreMigratedAndTheTableSaysSo(Lake lake) {
        make(lake, POUNDS, "BIGINT");
        assertThat(ofVersion(lake, POUNDS))
                .extracting(Deviation::words)
                .containsExactly("schema has version 1 of 2: scales that had no name weighed in half kilograms");
        lake.append(POUNDS, b(lake));
        lake.deviations(POUNDS).forEach(new Upkeep(lake)::mend);
        assertThat(ofVersion(lake, POUNDS)).isEmpty();
        assertThat(Rows.text(lake.read(POUNDS), "id", "scale", "kg", "asked"))
                .containsExactlyInAnyOrder("a | first | 35.0 | nobody", "b | left | 80.0 | me");
    }

    @Test
    void migrationThatDiedBeforeTheTableSaidSoIsDoneOnce(Lake lake) {
        make(lake, POUNDS, "BIGINT");
        lake.create(POUNDS);
        Deviation due = ofVersion(lake, POUNDS).getFirst();
        lake.session().sql(due.statements().getFirst());
        assertThat(ofVersion(lake, POUNDS)).containsExactly(due);
        new Upkeep(lake).mend(due);
        assertThat(ofVersion(lake, POUNDS)).isEmpty();
        assertThat(Rows.text(lake.read(POUNDS), "id", "kg")).containsExactly("a | 35.0");
    }

    @Test
    void tableOfALaterSchemaIsReadAndNotWritten(Lake lake) {
        lake.append(POUNDS, b(lake));
        Table before = WEIGHT.of("pounds");
        assertThat(lake.deviations(before.column("more", STRING, "What it once had")))
                .extracting(each -> each.words() + each.statements())
                .containsExactly("schema has version 2, and this HavenLake knows versions up to 1[]");
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> lake.upsert(before, b(lake)))
                .withMessage(
                        "Cannot write to gold_pounds.weight: its schema has version 2, and this HavenLake knows versions up to 1. Use the HavenLake that made it, or a later one.");
        assertThatExceptionOfType(HavenException.class).isThrownBy(() -> lake.delete(before, b(lake)));
        assertThat(Rows.text(lake.read(before), "id", "kg")).containsExactly("b | 80.0");
    }

    @Test
    void ruleThatWasLoosenedIsMended(Lake lake) {
        Table strict = Table.bronze("rule", "Weights").column("kg", DOUBLE, "Weight in kg", between(0, 700));
        Table loose = Table.bronze("rule", "Weights").column("kg", DOUBLE, "Weight in kg", between(0, 900));
        lake.create(strict);
        assertThat(lake.deviations(strict)).isEmpty();
        assertThat(lake.deviations(loose))
                .extracting(Deviation::words)
                .containsExactly("schema has other constraints than are declared");
        lake.deviations(loose).forEach(new Upkeep(lake)::mend);
        assertThat(lake.deviations(loose)).isEmpty();
        lake.append(loose, Rows.of(lake.session(), loose, """
                kg
                800
                """));
        assertThatThrownBy(() -> lake.append(loose, Rows.of(lake.session(), loose, """
                kg
                901
                """)))
                .hasStackTraceContaining("CHECK constraint declared");
    }
}
