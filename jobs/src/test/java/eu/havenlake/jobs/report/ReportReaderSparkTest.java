package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.report.ReportData.Bin;
import eu.havenlake.jobs.report.ReportData.Distribution;
import eu.havenlake.jobs.report.ReportData.Held;
import eu.havenlake.jobs.report.ReportData.RuleCount;
import eu.havenlake.jobs.report.ReportData.SilverFlow;
import eu.havenlake.jobs.report.ReportData.TopicFlow;
import eu.havenlake.jobs.report.ReportData.Waiting;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.fixture.TempLake;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.quality.QualityTable;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.silver.ImagingTables;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportReaderSparkTest {
    private ReportData empty;
    private ReportData full;

    @BeforeAll
    void fill(TempLake temp) {
        Lake lake = temp.lake();
        Pseudonyms pseudonyms = KeyFile.open(temp.home().keys());
        ReportReader reader = new ReportReader(lake, pseudonyms);
        empty = reader.read(SampleReport.HEAD, List.of(), List.of());
        bronze(lake, pseudonyms);
        operation(lake);
        gold(lake);
        full = reader.read(
                SampleReport.HEAD,
                SampleReport.full().models(),
                SampleReport.full().outcomes());
    }

    private static void bronze(Lake lake, Pseudonyms pseudonyms) {
        append(lake, BatchAccount.INGEST_BATCH, """
                topic    | batch | partition | records | quarantined | first_offset | last_offset | at         | run_id
                ehr_fhir | 0     | 0         | 5       | 1           | 0            | 4           | 2026-01-01 | r1
                ehr_fhir | 1     | 1         | 2       | 0           | 0            | 1           | 2026-01-02 | r2
                """);
        append(lake, Topic.EHR_FHIR.bronze(), """
                topic    | partition | offset | timestamp  | donor | dataset | basis  | problem
                ehr_fhir | 0         | 0      | 2026-01-01 | d:yes | d       |        |
                ehr_fhir | 0         | 1      | 2026-01-01 | d:no  | d       |        |
                ehr_fhir | 0         | 2      | 2026-01-01 | d:no  | d       |        |
                ehr_fhir | 0         | 3      | 2026-01-01 |       | d       |        |
                ehr_fhir | 0         | 4      | 2026-01-01 | d:no  | d       |        | cannot be read
                ehr_fhir | 1         | 0      | 2026-01-01 | e:one | e       | public |
                ehr_fhir | 1         | 1      | 2026-01-01 | f:one | f       | ended  |
                """);
        append(lake, ConsentTable.CONSENT, """
                donor | dataset | whole_dataset | decision | purposes | categories | valid_from | partition | offset
                %s    | d       | false         | grant    |          |            | 2025-01-01 | 0         | 0
                %s    | f       | true          | withdraw |          |            | 2025-01-01 | 0         | 1
                """.formatted(pseudonyms.of("d:yes"), pseudonyms.of("f:*")));
        append(lake, Quarantine.QUARANTINE, """
                topic    | partition | offset | stage              | error_class  | resolved_at
                ehr_fhir | 0         | 4      | ingest             | unreadable   |
                ehr_fhir | 0         | 5      | ingest             | unreadable   | 2026-01-02
                ehr_fhir | 0         | 0      | curate.observation | value_finite |
                """);
        append(lake, QualityTable.QUALITY, """
                at         | run | table              | rule         | action     | rows | broken
                2026-01-01 | r1  | silver.observation | value_finite | QUARANTINE | 5    | 1
                2026-01-02 | r2  | silver.observation | value_finite | QUARANTINE | 2    | 0
                """);
    }

    private static void operation(Lake lake) {
        try (RunLog log = new RunLog(lake)) {
            Map<String, Long> sent = new LinkedHashMap<>();
            sent.put("images of d", 4L);
            sent.put("acknowledged", 4L);
            record(log, "collect", RunRecord.State.FINISHED, 0, sent);
            record(log, "collect", RunRecord.State.FINISHED, 10, sent);
            record(log, "collect", RunRecord.State.FAILED, 20, Map.of("images of d", 900L));
            record(log, "curate.image_instance", RunRecord.State.STARTED, 30, Map.of());
            record(log, "curate.image_instance", RunRecord.State.FINISHED, 30, Map.of("rows", 3L, "inserted", 2L));
            record(log, "curate.image_instance", RunRecord.State.FINISHED, 60, Map.of("withdrawn", 1L));
        }
        append(lake, ImagingTables.IMAGE_INSTANCE, """
                donor | dataset | sha256 | uri  | bytes | media_type | width | height | donor_named | recorded   | partition | offset
                p1    | d       | s1     | s/s1 | 9     | image/png  | 8     | 8      | false       | 2026-01-01 | 0         | 0
                p2    | e       | s2     | s/s2 | 9     | image/png  | 8     | 8      | true        | 2026-01-01 | 0         | 1
                """);
    }

    private static void gold(Lake lake) {
        Table tensors = ImageTensors.IMAGE_TENSOR.of("d");
        byte[] pixels = {1};
        lake.append(
                tensors,
                lake.rows(
                        tensors,
                        List.of(
                                RowFactory.create(
                                        "p1", "d", null, false, "s1", "yes", null, null, "s1", 1, 1, 1, pixels),
                                RowFactory.create(
                                        "p2", "d", null, false, "s2", "no", null, null, "s2", 1, 1, 1, pixels),
                                RowFactory.create(
                                        "p3", "d", null, false, "s3", "yes", null, null, "s3", 1, 1, 1, pixels))));
        lake.sql("CREATE TABLE gold_d.donor_features (donor STRING, age DOUBLE COMMENT 'Age, years', never DOUBLE)"
                + " USING delta LOCATION '" + lake.location(tensors).replace("image_tensor", "donor_features") + "'");
        lake.sql(
                "INSERT INTO gold_d.donor_features SELECT concat('p', id), IF(id < 100, id, NULL), NULL FROM range(110)");
    }

    @Test
    void emptyHomeIsRead() {
        assertThat(empty).isEqualTo(ReportData.empty(SampleReport.HEAD));
    }

    @Test
    void sentIsSummedOverFinishedRuns() {
        assertThat(full.sent()).containsExactly(Map.entry("images of d", 8L));
    }

    @Test
    void topicsAreSummedOverBatches() {
        assertThat(full.topics()).containsExactly(new TopicFlow("ehr_fhir", 7, 1));
    }

    @Test
    void curationsAreSummedBesideTheTable() {
        assertThat(full.silver())
                .containsExactly(new SilverFlow("silver.image_instance", 3, 2, 0, 0, 0, 1, OptionalLong.of(2)));
    }

    @Test
    void recordsWithoutConsentOrWithAnEndedBasisWait() {
        assertThat(full.waiting()).containsExactly(new Waiting("bronze.ehr", 3, 2));
    }

    @Test
    void quarantineTellsWhatWentOn() {
        assertThat(full.quarantine())
                .containsExactly(
                        new Held("ehr_fhir", "ingest", "unreadable", 1, 1),
                        new Held("ehr_fhir", "curate.observation", "value_finite", 1, 0));
    }

    @Test
    void rulesAreSummedOverRuns() {
        assertThat(full.quality())
                .containsExactly(new RuleCount("silver.observation", "value_finite", "QUARANTINE", 7, 1));
    }

    @Test
    void lastRunOfEachStageIsShown() {
        assertThat(full.stages())
                .extracting(stage -> stage.stage() + " " + stage.state() + " " + stage.counts())
                .containsExactly("collect FAILED images of d 900", "curate.image_instance FINISHED withdrawn 1");
    }

    @Test
    void labelsAreCounted() {
        assertThat(full.featuresOf("gold_d.image_tensor"))
                .singleElement()
                .isEqualTo(new Distribution(
                        "gold_d.image_tensor",
                        "label",
                        "Class of the image",
                        3,
                        0,
                        Optional.empty(),
                        List.of(new Bin("no", 1), new Bin("yes", 2))));
    }

    @Test
    void numbersHaveQuantilesAndBars() {
        assertThat(full.featuresOf("gold_d.donor_features")).singleElement().satisfies(age -> {
            assertThat(age.name() + ": " + age.meaning()).isEqualTo("age: Age, years");
            assertThat(age.present()).isEqualTo(100);
            assertThat(age.missing()).isEqualTo(10);
            assertThat(age.quantiles().orElseThrow().median()).isBetween(48.0, 51.0);
            assertThat(age.bins()).hasSize(16);
        });
    }

    @Test
    void imagesWithoutDonorsAreNoted() {
        assertThat(full.notes())
                .singleElement()
                .asString()
                .startsWith("The images of d name no donor (1 images)")
                .contains("may leak");
    }

    @Test
    void whatWasReadRenders() {
        assertThat(Report.render(full))
                .contains("bronze.ehr")
                .contains("gold_d.image_tensor")
                .doesNotContain("d:no");
    }

    private static void record(RunLog log, String stage, RunRecord.State state, int second, Map<String, Long> counts) {
        log.accept(new RunRecord(
                "r",
                stage,
                state,
                SampleReport.NOW.plusSeconds(second),
                "0.1.0",
                "c",
                new Outcome(Map.of(), Map.of(), counts),
                state == RunRecord.State.STARTED ? 0 : 2.5,
                Optional.empty()));
    }

    private static void append(Lake lake, Table table, String rows) {
        lake.append(table, Rows.of(lake.session(), table, rows));
    }
}
