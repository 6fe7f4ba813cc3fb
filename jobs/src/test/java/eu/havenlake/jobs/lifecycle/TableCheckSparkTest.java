package eu.havenlake.jobs.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class TableCheckSparkTest {
    private static List<String> lines(Lake lake) {
        return new TableCheck(lake).deviations().stream().map(TableCheck::line).toList();
    }

    /** The table with the columns that are declared, but for {@code left}; laid out by none. */
    private static void make(Lake lake, Table table, String left) {
        String columns = String.join(
                ", ",
                table.columns().stream()
                        .filter(column -> !column.name().equals(left))
                        .map(column -> "`%s` %s"
                                .formatted(column.name(), column.type().spark().sql()))
                        .toList());
        lake.session().sql("CREATE DATABASE IF NOT EXISTS " + table.database());
        lake.session()
                .sql("CREATE TABLE %s (%s) USING delta LOCATION '%s'".formatted(table, columns, lake.location(table)));
    }

    @Test
    void newHomeHasNothingToMend(Lake lake) {
        assertThat(lines(lake)).isEmpty();
        lake.create(Quarantine.QUARANTINE);
        lake.create(HeldOut.PREDICTION.of("fundus"));
        assertThat(lines(lake)).isEmpty();
    }

    @Test
    void everyLineNamesTableColumnAndCommand(Lake lake) {
        make(lake, Quarantine.QUARANTINE, "asked_at");
        make(lake, HeldOut.PREDICTION.of("fundus"), "dataset");
        assertThat(lines(lake))
                .contains(
                        "ops.quarantine: column asked_at is missing. The next command that writes to it adds it; haven tables --migrate does it now.",
                        "gold_fundus.prediction: column dataset is missing. The next haven features, train or evaluate of its study adds it; haven tables --migrate does it now.",
                        "gold_fundus.prediction: column donor lacks the constraint that it is there. Run haven tables --migrate.");
    }
}
