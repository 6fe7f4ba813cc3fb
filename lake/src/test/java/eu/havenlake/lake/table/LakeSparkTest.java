package eu.havenlake.lake.table;

import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.between;
import static eu.havenlake.lake.table.Traits.notNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class LakeSparkTest {
    private static final Table WEIGHT = Table.bronze("weight", "Weights")
            .column("id", STRING, "Id", notNull())
            .column("kg", DOUBLE, "Weight in kg", between(0, 700))
            .column("updated", TIMESTAMP, "When it was changed last")
            .column("offset", LONG, "Offset")
            .key("id")
            .newestBy("updated", "offset");

    private static Dataset<Row> rows(Lake lake, String text) {
        return Rows.of(lake.session(), WEIGHT, text);
    }

    @Test
    void tableThatWasNotMadeYetIsEmpty(Lake lake) {
        assertThat(lake.read(WEIGHT).count()).isZero();
        assertThat(lake.version(WEIGHT)).isEqualTo(-1);
    }

    @Test
    void tableWhoseMakerDiedInTheMiddleIsMade(Lake lake) throws IOException {
        leave(lake, "_delta_log/.00000000000000000000.json.1.tmp");
        leave(lake, "_delta_log/_staged_commits/begun");
        lake.create(WEIGHT);
        assertThat(lake.version(WEIGHT)).isZero();
    }

    @Test
    void folderWithSomebodysFilesIsNoTable(Lake lake) throws IOException {
        Path theirs = leave(lake, "notes.txt");
        assertThatThrownBy(() -> lake.create(WEIGHT)).hasMessageContaining("not empty");
        assertThat(theirs).exists();
    }

    private static Path leave(Lake lake, String name) throws IOException {
        Path file = Path.of(URI.create(lake.location(WEIGHT))).resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "{\"commitInfo\":");
    }

    @Test
    void newestVersionOfARowWinsWhateverComesFirst(Lake lake) {
        Merged first = lake.upsert(WEIGHT, rows(lake, """
                id | kg | updated    | offset
                a  | 70 | 2025-01-02 | 1
                a  | 71 | 2025-01-03 | 0
                b  | 80 |            | 2
                """));
        Merged second = lake.upsert(WEIGHT, rows(lake, """
                id | kg | updated    | offset
                a  | 69 | 2025-01-01 | 5
                b  | 81 |            | 6
                c  | 90 | 2025-01-01 | 7
                """));
        assertThat(Rows.text(lake.read(WEIGHT), "id", "kg")).containsExactly("a | 71.0", "b | 81.0", "c | 90.0");
        assertThat(first).isEqualTo(new Merged(2, 0));
        assertThat(second).isEqualTo(new Merged(1, 1));
    }

    @Test
    void sameRowsAgainChangeNothing(Lake lake) {
        String text = """
                id | kg | updated    | offset
                a  | 70 | 2025-01-02 | 1
                """;
        lake.upsert(WEIGHT, rows(lake, text));
        assertThat(lake.upsert(WEIGHT, rows(lake, text))).isEqualTo(new Merged(0, 0));
    }

    @Test
    void incrementHoldsOnlyWhatCameSince(Lake lake) {
        lake.append(WEIGHT, rows(lake, """
                id | kg
                a  | 70
                """));
        long seen = lake.version(WEIGHT);
        lake.append(WEIGHT, rows(lake, """
                id | kg
                b  | 80
                """));
        long last = lake.version(WEIGHT);
        assertThat(Rows.text(lake.readInserted(WEIGHT, seen, last), "id")).containsExactly("b");
        assertThat(Rows.text(lake.readInserted(WEIGHT, -1, last), "id")).containsExactly("a", "b");
        assertThat(lake.readInserted(WEIGHT, last, last).count()).isZero();
    }

    @Test
    void tableItselfRefusesWhatARuleForbids(Lake lake) {
        assertThatThrownBy(() -> lake.append(WEIGHT, rows(lake, """
                        id | kg
                        a  | 7000
                        """)))
                .hasStackTraceContaining("CHECK constraint declared");
        assertThat(lake.read(WEIGHT).count()).isZero();
    }

    @Test
    void emptyCellBreaksNoRule(Lake lake) {
        lake.append(WEIGHT, rows(lake, """
                id | kg
                a  |
                """));
        assertThat(lake.read(WEIGHT).count()).isEqualTo(1);
    }

    @Test
    void deletedKeysAreGone(Lake lake) {
        lake.append(WEIGHT, rows(lake, """
                id | kg
                a  | 70
                b  | 80
                """));
        Dataset<Row> gone = rows(lake, """
                id | kg
                a  | 70
                """);
        assertThat(lake.delete(WEIGHT, gone)).isEqualTo(1);
        assertThat(Rows.text(lake.read(WEIGHT), "id")).containsExactly("b");
    }

    @Test
    void tablesAreCountedByTheirFiles(Lake lake) {
        lake.create(WEIGHT);
        assertThat(status(lake)).extracting("rows", "bytes", "files", "version").containsExactly(0L, 0L, 0L, 0L);
        addTwoRows(lake);
        addTwoRows(lake);
        assertThat(status(lake)).extracting("rows", "files", "version").containsExactly(4L, 2L, 2L);
        assertThat(status(lake).bytes()).isPositive();
    }

    @Test
    void fileWithoutStatisticsIsCountedByItsRows(Lake lake) {
        addTwoRows(lake);
        lake.session().conf().set("spark.databricks.delta.stats.collect", "false");
        addTwoRows(lake);
        lake.session().conf().unset("spark.databricks.delta.stats.collect");
        assertThat(status(lake).rows()).isEqualTo(4);
    }

    @Test
    void tableTellsTheStatisticsOfAllItsFiles(Lake lake) {
        assertThat(lake.files(WEIGHT)).isEmpty();
        addTwoRows(lake);
        addTwoRows(lake);
        assertThat(lake.files(WEIGHT))
                .extracting(file -> file.path("numRecords").asInt())
                .containsExactly(2, 2);
    }

    @Test
    void mapOfTwoColumnsIsReadAsItIsNow(Lake lake) {
        assertThat(lake.readMap(WEIGHT, "offset", "id")).isEmpty();
        addTwoRows(lake);
        addTwoRows(lake);
        assertThat(lake.readMap(WEIGHT, "offset", "id")).isEqualTo(Map.of(1L, "a", 2L, "b"));
        lake.delete(WEIGHT, rows(lake, """
                id
                b
                """));
        assertThat(lake.readMap(WEIGHT, "offset", "id")).isEqualTo(Map.of(1L, "a"));
    }

    private static void addTwoRows(Lake lake) {
        lake.append(WEIGHT, rows(lake, """
                id | kg | updated    | offset
                a  | 70 | 2025-01-02 | 1
                b  | 71 | 2025-01-03 | 2
                """).coalesce(1));
    }

    private static TableStatus status(Lake lake) {
        return lake.tables().stream()
                .filter(table -> table.name().equals(WEIGHT.qualifiedName()))
                .findFirst()
                .orElseThrow();
    }
}
