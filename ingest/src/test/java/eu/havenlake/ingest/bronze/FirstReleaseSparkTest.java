package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.Deviation;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.upkeep.Upkeep;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables of operation as the first release made them, brought up by {@code haven tables --migrate}. */
@ExtendWith(SparkExtension.class)
class FirstReleaseSparkTest {
    private static void make(Lake lake, Table table, String columns, String row) {
        SparkSession spark = lake.session();
        spark.sql("CREATE DATABASE IF NOT EXISTS " + table.database());
        spark.sql("CREATE TABLE %s (%s) USING delta LOCATION '%s' TBLPROPERTIES ('delta.enableChangeDataFeed'='true')"
                .formatted(table, columns, lake.location(table)));
        spark.sql("INSERT INTO %s VALUES (%s)".formatted(table, row));
        lake.deviations(table).forEach(new Upkeep(lake)::mend);
    }

    @Test
    void batchesOfItsStreamsSayWhatKafkaGaveAndWhereTheNextWentOn(Lake lake) {
        make(
                lake,
                BatchAccount.INGEST_BATCH,
                "topic STRING, query STRING, batch BIGINT, partition INT, records BIGINT, quarantined BIGINT,"
                        + " first_offset BIGINT, last_offset BIGINT, at TIMESTAMP, run_id STRING",
                "'ehr_fhir', 'q', 0, 2, 5, 1, 10, 14, TIMESTAMP '2026-11-25 12:00:00', 'run'");
        assertThat(Rows.text(
                        lake.read(BatchAccount.INGEST_BATCH),
                        "topic",
                        "batch",
                        "partition",
                        "read",
                        "records",
                        "quarantined",
                        "last_offset",
                        "next_offset"))
                .containsExactly("ehr_fhir | 0 | 2 | 5 | 5 | 1 | 14 | 15");
        assertThat(lake.deviations(BatchAccount.INGEST_BATCH))
                .extracting(Deviation::words)
                .containsExactly("column query is there, but not declared");
    }

    @Test
    void itsQuarantineCanBeAskedToBeTriedAgain(Lake lake) {
        make(
                lake,
                Quarantine.QUARANTINE,
                "topic STRING, partition INT, offset BIGINT, timestamp TIMESTAMP, key STRING, headers MAP<STRING, STRING>,"
                        + " raw BINARY, stage STRING, error_class STRING, error_message STRING, schema STRING,"
                        + " app_version STRING, run_id STRING, attempts INT, resolved_at TIMESTAMP",
                "'ehr_fhir', 0, 7, TIMESTAMP '2026-11-25 12:00:00', 'k', map('h', 'v'), NULL, 'ingest', 'unreadable',"
                        + " 'no JSON', NULL, '0.1.0', 'run', 1, NULL");
        assertThat(lake.deviations(Quarantine.QUARANTINE)).isEmpty();
        assertThat(Rows.text(lake.read(Quarantine.QUARANTINE), "offset", "attempts", "asked_at"))
                .containsExactly("7 | 1 | ");
    }
}
