package eu.havenlake.features.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.features.cohort.FeatureSettings;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.definition.FeatureTables;
import eu.havenlake.features.tabular.TabularResult.TooFew;
import eu.havenlake.lake.access.Study;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.fixture.TempLake;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.silver.WearableTables;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From silver through the study's eyes to gold. */
@ExtendWith(SparkExtension.class)
class DonorFeaturesSparkTest {
    private static final FeatureSettings SETTINGS = FeatureSettings.YEAR_BEFORE_LAST_CONTACT;
    private static final FeatureSet SET = FeatureSet.unplannedCare();

    private static final String ENCOUNTERS = """
            donor     | id | dataset | basis | status   | class | started
            granted   | 1  | set     |       | finished | AMB   | 2024-06-01
            granted   | 2  | set     |       | finished | EMER  | 2025-06-01
            withdrawn | 3  | set     |       | finished | AMB   | 2024-06-01
            clinical  | 4  | set     |       | finished | AMB   | 2024-06-01
            public    | 5  | open    | law   | finished | AMB   | 2024-12-31
            public    | 6  | open    | law   | finished | AMB   | 2025-12-31
            """;
    private static final String SAMPLES = """
            donor    | sample_id | dataset | basis | measure    | value | unit | effective_start
            granted  | 1         | set     |       | heart_rate | 60    | /min | 2024-12-20
            clinical | 2         | set     |       | heart_rate | 61    | /min | 2024-12-20
            public   | 3         | open    | law   | heart_rate | 62    | /min | 2024-12-20
            public   | 4         | open    | law   | heart_rate | 99    | /min | 2025-01-01
            """;
    private static final String CONSENTS = """
            donor     | whole_dataset | decision | purposes | categories | valid_from | partition | offset
            granted   | false         | grant    |          |            | 2020-01-01 | 0         | 1
            withdrawn | false         | grant    |          |            | 2020-01-01 | 0         | 2
            withdrawn | false         | withdraw |          |            | 2021-01-01 | 0         | 3
            clinical  | false         | grant    |          | clinical   | 2020-01-01 | 0         | 4
            """;

    private static StudyLake studyLake(TempLake temp, Category... categories) {
        Study study = new Study(
                "outcomes", "Outcomes", "research", Set.of(categories), Set.of(), Optional.empty(), Optional.empty());
        Clock clock = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
        return new StudyLake(temp.lake(), study, KeyFile.open(temp.home().root().resolve("keys")), "run", clock);
    }

    private static void fill(Lake lake) {
        put(lake, EhrTables.ENCOUNTER, ENCOUNTERS);
        put(lake, WearableTables.WEARABLE_SAMPLE, SAMPLES);
        put(lake, ConsentTable.CONSENT, CONSENTS);
    }

    private static void put(Lake lake, Table table, String text) {
        lake.replace(table, Rows.of(lake.session(), table, text));
    }

    @Test
    void withdrawnDonorIsNotInTheCohort(TempLake temp) {
        fill(temp.lake());
        StudyLake lake = studyLake(temp, Category.CLINICAL, Category.WEARABLE);
        Outcome outcome = DonorFeatures.build(lake, SETTINGS);

        Table gold = FeatureTables.donorFeatures(SET).of("outcomes");
        assertThat(Rows.text(temp.lake().read(gold), "donor", "dataset", "basis", "outcome", "encounters_ambulatory"))
                .containsExactly(
                        "clinical | set |  | false | 1.0",
                        "granted | set |  | true | 1.0",
                        "public | open | law | false | 1.0");
        assertThat(outcome.counts())
                .containsEntry("donors", 3L)
                .containsEntry("with outcome", 1L)
                .containsEntry("with wearable", 2L);
        assertThat(outcome.outputs())
                .containsOnlyKeys(
                        "gold_outcomes.feature_definition",
                        "gold_outcomes.donor_features",
                        "gold_outcomes.donor_wearable_features");
    }

    @Test
    void donorWhoKeepsBackWearablesHasNoWearableFeatures(TempLake temp) {
        fill(temp.lake());
        DonorFeatures.build(studyLake(temp, Category.CLINICAL, Category.WEARABLE), SETTINGS);
        Table gold = FeatureTables.donorWearableFeatures(SET).of("outcomes");
        assertThat(Rows.text(temp.lake().read(gold), "donor", "resting_heart_rate"))
                .containsExactly("granted | 60.0", "public | 62.0");
    }

    @Test
    void featuresOfADonorWhoWithdrawsLaterAreNotReadAgain(TempLake temp) {
        fill(temp.lake());
        StudyLake lake = studyLake(temp, Category.CLINICAL, Category.WEARABLE);
        DonorFeatures.build(lake, SETTINGS);
        put(temp.lake(), ConsentTable.CONSENT, CONSENTS + """
                granted   | false         | withdraw |          | wearable   | 2026-01-01 | 0         | 5
                """);
        assertThat(Rows.text(lake.read(FeatureTables.donorWearableFeatures(SET).of("outcomes")), "donor"))
                .containsExactly("public");
        assertThat(Rows.text(lake.read(FeatureTables.donorFeatures(SET).of("outcomes")), "donor"))
                .containsExactly("clinical", "granted", "public");
    }

    @Test
    void indexDateIsACalendarDateThoughAllDatesAreMoved(TempLake temp) {
        fill(temp.lake());
        assertThat(DonorFeatures.indexDate(studyLake(temp, Category.CLINICAL), SETTINGS))
                .contains(LocalDate.of(2024, 12, 31));
    }

    @Test
    void studyWithoutWearablesReadsNone(TempLake temp) {
        fill(temp.lake());
        StudyLake lake = studyLake(temp, Category.CLINICAL);
        Outcome outcome = DonorFeatures.build(lake, SETTINGS);
        assertThat(outcome.inputs()).doesNotContainKey("silver.wearable_sample");
        assertThat(TabularModel.evaluate(lake, TabularSettings.STANDARD)).isEqualTo(new TooFew(3, 1));
    }

    @Test
    void lakeWithoutContactsGivesNoTables(TempLake temp) {
        put(temp.lake(), EhrTables.ENCOUNTER, "donor");
        put(temp.lake(), ConsentTable.CONSENT, "donor");
        assertThat(DonorFeatures.build(studyLake(temp, Category.CLINICAL), SETTINGS)
                        .outputs())
                .isEmpty();
    }
}
