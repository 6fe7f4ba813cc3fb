package eu.havenlake.lake.access;

import static eu.havenlake.lake.table.ColumnType.DATE;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.coarsePlace;
import static eu.havenlake.lake.table.Traits.hidden;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static eu.havenlake.lake.table.Traits.shiftedDate;
import static eu.havenlake.lake.table.Traits.year;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudyLakeSparkTest {
    private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");
    private static final Table SCAN = Table.silver("scan", Category.IMAGING, "Scans")
            .column("donor", STRING, "Donor", pseudonym())
            .column("id", STRING, "Id")
            .column("taken", TIMESTAMP, "When", shiftedDate())
            .column("day", DATE, "Day", shiftedDate())
            .column("birth_date", DATE, "Birth", year())
            .column("place", STRING, "Postal code", coarsePlace())
            .column("secret", STRING, "Name", hidden())
            .when("taken");
    private static final Table VISIT =
            Table.silver("visit", Category.CLINICAL, "Visits").column("donor", STRING, "Donor");
    private static final Table RESULT =
            Table.gold("result", Category.IMAGING, "Results").column("donor", STRING, "Donor");

    private static Table answers() {
        return Table.gold("answers", Category.IMAGING, "Answers")
                .column("donor", STRING, "Donor")
                .column("dataset", STRING, "Data set")
                .column("basis", STRING, "Legal basis");
    }

    private Lake lake;
    private Pseudonyms pseudonyms;

    @BeforeAll
    void fill(Lake given, @TempDir Path keys) {
        lake = given;
        pseudonyms = KeyFile.open(keys.resolve("keys"));
        lake.append(SCAN, Rows.of(lake.session(), SCAN, """
            donor | dataset | basis | id         | taken                | day        | birth_date | place | secret
            yes   | donors  |       | yes-1      | 2024-01-01T08:30:00Z | 2024-01-01 | 1950-07-09 | 12345 | Ann
            yes   | donors  |       | yes-2      | 2024-03-01T09:45:00Z | 2024-03-01 | 1950-07-09 | 12345 | Ann
            yes   | donors  |       | yes-undated|                      |            |            |       |
            other | donors  |       | other      | 2024-02-01           | 2024-02-01 | 1950-07-09 | 12345 | Bob
            kind  | donors  |       | kind       | 2024-02-01           | 2024-02-01 | 1950-07-09 | 12345 | Cy
            gone  | donors  |       | gone       | 2024-02-01           | 2024-02-01 | 1950-07-09 | 12345 | Dan
            never | donors  |       | never      | 2024-02-01           | 2024-02-01 | 1950-07-09 | 12345 | Eve
                  | open    | CC0   | basis      | 2024-02-01           | 2024-02-01 |            |       |
                  | closed  | CC0   | no-basis   | 2024-02-01           | 2024-02-01 |            |       |
            """));
        lake.append(ConsentTable.CONSENT, Rows.of(lake.session(), ConsentTable.CONSENT, """
            dataset | donor  | whole_dataset | decision | purposes | categories | valid_from | partition | offset
            donors  | yes    | false         | grant    | eyes     | imaging    | 2024-01-01 | 0         | 0
            donors  | other  | false         | grant    | care     |            | 2024-01-01 | 0         | 1
            donors  | kind   | false         | grant    | eyes     | clinical   | 2024-01-01 | 0         | 2
            donors  | gone   | false         | grant    |          |            | 2024-01-01 | 0         | 3
            donors  | gone   | false         | withdraw |          |            | 2025-05-31 | 0         | 4
            closed  | closed | true          | withdraw |          |            | 2025-05-31 | 0         | 5
            """));
    }

    private static Study study(String id) {
        return study(id, Set.of(), Optional.empty(), Optional.empty());
    }

    private static Study study(String id, Set<String> datasets, Optional<LocalDate> from, Optional<LocalDate> until) {
        return new Study(id, "Eyes", "eyes", Set.of(Category.IMAGING), datasets, from, until);
    }

    private StudyLake at(Instant now, Study study) {
        return new StudyLake(lake, study, pseudonyms, "run-" + study.id(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private List<String> seen(Study study) {
        return Rows.text(at(NOW, study).read(SCAN), "id");
    }

    @Test
    void studySeesWhoGrantsItsPurposeAndItsCategoryAndWhatHasALegalBasis() {
        assertThat(seen(study("eyes"))).containsExactly("basis", "yes-1", "yes-2", "yes-undated");
    }

    @Test
    void consentIsAskedAtTheTimeOfTheRead() {
        Instant before = Instant.parse("2025-05-30T00:00:00Z");
        assertThat(Rows.text(at(before, study("eyes")).read(SCAN), "id"))
                .containsExactly("basis", "gone", "no-basis", "yes-1", "yes-2", "yes-undated");
    }

    @Test
    void studyOfOneDataSetSeesNoOther() {
        assertThat(seen(study("eyes", Set.of("open"), Optional.empty(), Optional.empty())))
                .containsExactly("basis");
    }

    @Test
    void periodCutsOnTrueDates() {
        // Whatever the key moves the dates by: both bounds lie right at a true date, the end excluded.
        Optional<LocalDate> first = Optional.of(LocalDate.of(2024, 1, 1));
        Optional<LocalDate> second = Optional.of(LocalDate.of(2024, 1, 2));
        Optional<LocalDate> last = Optional.of(LocalDate.of(2024, 3, 1));
        assertThat(seen(study("eyes", Set.of("donors"), first, last))).containsExactly("yes-1", "yes-undated");
        assertThat(seen(study("eyes", Set.of("donors"), second, Optional.empty())))
                .containsExactly("yes-2", "yes-undated");
    }

    @Test
    void datesOfADonorMoveTogether() {
        int days = pseudonyms.daysShifted("eyes", "yes");
        assertThat(Rows.text(at(NOW, study("eyes")).read(SCAN).where(col("id").like("yes-_")), "id", "taken", "day"))
                .containsExactly(
                        "yes-1 | %s 08:30:00.0 | %1$s"
                                .formatted(LocalDate.of(2024, 1, 1).plusDays(days)),
                        "yes-2 | %s 09:45:00.0 | %1$s"
                                .formatted(LocalDate.of(2024, 3, 1).plusDays(days)));
    }

    @Test
    void calendarDateLiesOnTheMovedTimelineOfADonor() {
        StudyLake eyes = at(NOW, study("eyes"));
        LocalDate day = LocalDate.of(2024, 3, 1);
        assertThat(Rows.text(
                        eyes.read(SCAN)
                                .where(col("id").equalTo("yes-2"))
                                .withColumn(
                                        "same",
                                        eyes.onTimelineOf(col("donor"), day).equalTo(col("day"))),
                        "same"))
                .containsExactly("true");
    }

    @Test
    void birthDateIsCutToItsYearAndPlaceToItsArea() {
        assertThat(Rows.text(at(NOW, study("eyes")).read(SCAN).where("id = 'yes-1'"), "birth_date", "place"))
                .containsExactly("1950-01-01 | 123");
    }

    @Test
    void hiddenColumnsAreNotShown() {
        assertThat(at(NOW, study("eyes")).read(SCAN).columns())
                .contains("dataset", "basis", "donor")
                .doesNotContain("secret", "recorded", "partition", "offset");
    }

    @Test
    void everyReadIsWrittenDown() {
        StudyLake audited = at(NOW, study("audited"));
        audited.read(SCAN);
        assertThat(Rows.text(
                        lake.read(StudyLake.ACCESS).where("study = 'audited'"),
                        "run",
                        "purpose",
                        "table",
                        "version",
                        "at",
                        "array_contains(columns, 'taken')",
                        "array_contains(columns, 'secret')"))
                .containsExactly("run-audited | eyes | silver.scan | %d | 2025-06-01 00:00:00.0 | true | false"
                        .formatted(lake.version(SCAN)));
    }

    @Test
    void categoryOutsideTheStudyIsRefused() {
        StudyLake refused = at(NOW, study("refused"));
        assertThatThrownBy(() -> refused.read(VISIT))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Study refused cannot read silver.visit");
        assertThat(lake.read(StudyLake.ACCESS).where("study = 'refused'").count())
                .isZero();
    }

    @Test
    void tableOfNoCategoryIsRefused() {
        assertThatThrownBy(() -> at(NOW, study("eyes")).read(ConsentTable.CONSENT))
                .hasMessageContaining("silver.consent has no category");
    }

    @Test
    void goldOfAnotherStudyIsRefused() {
        assertThatThrownBy(() -> at(NOW, study("eyes")).read(RESULT.of("hearts")))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Study eyes cannot read gold_hearts.result: it belongs to another study")
                .hasMessageContaining("haven features --study eyes")
                .hasMessageNotContaining("category");
    }

    @Test
    void aColumnDeclaredSinceTheTableWasMadeIsEmptyUntilItsRowsAreMadeAnew() {
        StudyLake eyes = at(NOW, study("eyes"));
        Table before = answers().of("eyes");
        eyes.replace(before, lake.rows(before, List.<Row>of(RowFactory.create("a", "set", "public"))));
        Table now = answers().column("grade", STRING, "Grade").of("eyes");
        assertThat(Rows.text(eyes.read(now), "donor", "grade")).containsExactly("a | ");
        eyes.replace(now, lake.rows(now, List.<Row>of(RowFactory.create("a", "set", "public", "2"))));
        assertThat(Rows.text(eyes.read(now), "donor", "grade")).containsExactly("a | 2");
    }

    @Test
    void studyWritesToItsOwnGoldAlone() {
        StudyLake eyes = at(NOW, study("eyes"));
        Table own = RESULT.of("eyes");
        for (String donor : List.of("a", "b")) {
            eyes.replace(own, lake.rows(own, List.<Row>of(RowFactory.create(donor))));
        }
        assertThat(Rows.text(lake.read(own), "donor")).containsExactly("b");
        for (Table foreign : List.of(RESULT.of("hearts"), SCAN)) {
            assertThatThrownBy(() -> eyes.replace(foreign, lake.read(foreign)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("only to gold_eyes");
        }
        assertThat(lake.read(SCAN).count()).isEqualTo(9);
    }
}
