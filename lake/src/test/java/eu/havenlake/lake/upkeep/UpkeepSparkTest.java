package eu.havenlake.lake.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.ColumnType;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class UpkeepSparkTest {
    private static final Table LETTER = Table.bronze("letter", "Letters as they came")
            .column("offset", ColumnType.LONG, "Offset")
            .column("sender", ColumnType.STRING, "Who wrote it")
            .key("offset")
            .clusterBy("sender");

    /** So many rows, each in a file of its own. */
    private static void add(Lake lake, int rows) {
        List<Row> letters = IntStream.range(0, rows)
                .mapToObj(i -> RowFactory.create((long) i, "sender " + i % 7))
                .toList();
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(lake.session().sparkContext());
        lake.append(LETTER, lake.session().createDataFrame(context.parallelize(letters, rows), LETTER.schema()));
    }

    @Test
    void tableOfManySmallFilesIsDueAndOfFewIsNot(Lake lake) {
        Upkeep upkeep = new Upkeep(lake, 4);
        assertThat(upkeep.isDue(LETTER)).isFalse();
        add(lake, 3);
        assertThat(upkeep.isDue(LETTER)).isFalse();
        add(lake, 1);
        assertThat(upkeep.isDue(LETTER)).isTrue();
    }

    @Test
    void filesAreKeptAsLongAsReadersMayStayBehind(Lake lake) {
        add(lake, 1);
        new Upkeep(lake).maintain(line -> {});
        new Upkeep(lake).maintain(line -> {});
        Dataset<Row> history = lake.session().sql("DESCRIBE HISTORY " + LETTER);
        assertThat(Rows.text(history.where("operation = 'VACUUM START'"), "operationParameters.defaultRetentionMillis"))
                .hasSize(2)
                .containsOnly(String.valueOf(Upkeep.KEPT.toMillis()));
        assertThat(history.where("operation = 'SET TBLPROPERTIES'").count())
                .as("said once")
                .isEqualTo(1);
    }

    @Test
    void maintainedTableHasItsRowsInFewFilesAndNoNewOnes(Lake lake) {
        add(lake, 12);
        long before = lake.version(LETTER);
        assertThat(new Upkeep(lake).maintain(line -> {}).counts())
                .isEqualTo(Map.of("files before", 12L, "files after", 1L));
        assertThat(Rows.text(lake.read(LETTER), "offset")).hasSize(12);
        assertThat(Rows.text(lake.readInserted(LETTER, before, lake.version(LETTER)), "offset"))
                .isEqualTo(List.of());
    }
}
