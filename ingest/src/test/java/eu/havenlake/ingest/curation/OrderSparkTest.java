package eu.havenlake.ingest.curation;

import static eu.havenlake.lake.table.Traits.oneOf;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.consent.ConsentCuration;
import eu.havenlake.ingest.consent.ConsentFile;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.ehr.FhirSource;
import eu.havenlake.ingest.ehr.mapping.EhrCurations;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.access.StaleGold;
import eu.havenlake.lake.access.Study;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.run.StageRunner;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.ColumnType;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Rule.Action;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.upkeep.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What counts is when something was true, not when it came; and whatever came is accounted for. */
@ExtendWith(SparkExtension.class)
class OrderSparkTest {
    private static final Origin PUBLIC = new Origin("public", Optional.of("open data"), false);
    private static final Origin CONSENTED = new Origin("clinic", Optional.empty(), false);
    private static final Table SCORES = Table.gold("scores", Category.CLINICAL, "Scores")
            .column("donor", ColumnType.STRING, "Donor")
            .of("s");

    @TempDir
    private Path folder;

    private Pseudonyms pseudonyms;
    private Instant now = Instant.parse("2024-06-01T00:00:00Z");
    private long offset;

    @BeforeEach
    void makeKey() {
        pseudonyms = KeyFile.open(folder.resolve("keys"));
    }

    /** Each arrives a day after the one before. */
    private void arrive(Lake lake, Topic topic, Stream<? extends SpecificRecord> records) {
        List<? extends SpecificRecord> all = records.toList();
        lake.append(topic.bronze(), BronzeOf.records(lake.session(), topic, all, offset, now));
        offset += all.size();
        now = now.plusSeconds(86_400);
    }

    private void arrive(Lake lake, Origin origin, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("all.ndjson"), String.join("\n", lines) + "\n");
        try (Stream<EhrResource> records = FhirSource.read(file, origin)) {
            arrive(lake, Topic.EHR_FHIR, records);
        }
    }

    private void decide(Lake lake, String decision) throws IOException {
        Path file = Files.writeString(
                folder.resolve("consent.csv"),
                "donor,decision,purposes,categories,from,until\nclinic:p1,%s,research,clinical,2024-01-01,\n"
                        .formatted(decision)
                        .replace("withdraw,research,clinical,2024-01-01", "withdraw,,,"));
        arrive(lake, Topic.CONSENT_DECISION, ConsentFile.open(file).read());
        curate(lake, ConsentCuration.curation(), WhenEmpty.FAIL);
    }

    private Map<String, Long> curate(Lake lake, Curation curation, WhenEmpty whenEmpty) {
        RunLog log = new RunLog(lake);
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        try (Curator curator = new Curator(lake, log, pseudonyms, clock, "test", "run")) {
            StageRunner stages = new StageRunner("run", "test", "none", clock, log);
            return curator.todo(curation)
                    .map(todo -> stages.run(curation.stage(), () -> curator.curate(todo, whenEmpty))
                            .outcome()
                            .counts())
                    .orElse(Map.of());
        } finally {
            log.close();
            now = now.plusSeconds(1);
        }
    }

    private Map<String, Long> curate(Lake lake, Table silver) {
        return curate(lake, curation(silver), WhenEmpty.FAIL);
    }

    private static Curation curation(Table silver) {
        return EhrCurations.all().stream()
                .filter(curation -> curation.silver().equals(silver))
                .findFirst()
                .orElseThrow();
    }

    private static String condition(String id, String updated, String code) {
        return "{\"resourceType\":\"Condition\",\"id\":\"%s\",\"meta\":{\"lastUpdated\":\"%sT00:00:00Z\"},\"subject\":{\"reference\":\"Patient/p1\"},\"code\":{%s}}"
                .formatted(id, updated, code.isEmpty() ? "" : "\"coding\":[{\"code\":\"" + code + "\"}]");
    }

    private static String pressure(String id) {
        return "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p1\"},\"code\":{\"coding\":[{\"code\":\"bp\"}]},\"component\":[{\"code\":{\"coding\":[{\"code\":\"upper\"}]}},{\"code\":{\"text\":\"lower\"}}]}"
                .formatted(id);
    }

    private static String deletion(String resource) {
        return "{\"resourceType\":\"Bundle\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}]}"
                .formatted(resource);
    }

    private static List<String> codes(Lake lake, Table silver) {
        return Rows.text(lake.read(silver), "code");
    }

    @Test
    void everyRecordIsAccountedForThoughItHoldsSeveralRows(Lake lake) throws IOException {
        arrive(lake, CONSENTED, pressure("waits"));
        arrive(
                lake,
                PUBLIC,
                pressure("a"),
                pressure("b"),
                pressure("a"),
                pressure("b").replace("final", "good"));
        arrive(lake, PUBLIC, deletion("Observation/never-seen"));
        assertThat(curate(lake, EhrTables.OBSERVATION))
                .containsAllEntriesOf(Map.of(
                        "read", 6L, "waiting", 1L, "merged", 2L, "quarantined", 2L, "superseded", 0L, "deleted", 1L));
        arrive(lake, PUBLIC, pressure("c"));
        assertThat(curate(lake, EhrTables.OBSERVATION))
                .containsEntry("read", 1L)
                .containsEntry("merged", 1L);
    }

    @Test
    void olderVersionNeverReplacesANewerOneAndOneOfTwoEqualStays(Lake lake) throws IOException {
        arrive(lake, PUBLIC, condition("c", "2024-03-01", "new"), condition("c", "2024-01-01", "old"));
        arrive(lake, PUBLIC, condition("d", "2024-03-01", "same"), condition("d", "2024-03-01", "same"));
        assertThat(curate(lake, EhrTables.CONDITION))
                .containsEntry("merged", 2L)
                .containsEntry("superseded", 2L);
        arrive(lake, PUBLIC, condition("c", "2024-02-01", "late"));
        assertThat(curate(lake, EhrTables.CONDITION))
                .containsEntry("merged", 0L)
                .containsEntry("superseded", 1L);
        assertThat(codes(lake, EhrTables.CONDITION)).containsExactly("new", "same");
        arrive(lake, PUBLIC, condition("c", "2024-04-01", "newest"));
        assertThat(curate(lake, EhrTables.CONDITION))
                .containsEntry("updated", 1L)
                .containsEntry("merged", 1L);
        assertThat(codes(lake, EhrTables.CONDITION)).containsExactly("newest", "same");
    }

    /** What came after its last run was put into other files, and the old ones are gone. */
    @Test
    void curateThatStoodStillTooLongReadsBronzeFromItsBeginning(Lake lake) throws IOException {
        arrive(lake, PUBLIC, condition("c", "2024-03-01", "early"));
        curate(lake, EhrTables.CONDITION);
        arrive(lake, PUBLIC, condition("d", "2024-03-01", "late"));
        lake.compact("bronze.ehr", 1 << 20);
        lake.vacuum("bronze.ehr", 0);
        now = Instant.now().plus(Upkeep.KEPT).plusSeconds(60);
        assertThat(curate(lake, EhrTables.CONDITION)).containsEntry("read", 2L).containsEntry("inserted", 1L);
        assertThat(codes(lake, EhrTables.CONDITION)).containsExactly("early", "late");
    }

    @Test
    void deletedResourceStaysAwayUntilANewerVersionComes(Lake lake) throws IOException {
        arrive(lake, PUBLIC, condition("c", "2024-01-01", "first"), condition("other", "2024-01-01", "stays"));
        curate(lake, EhrTables.CONDITION);
        arrive(lake, PUBLIC, deletion("Condition/c"));
        assertThat(curate(lake, EhrTables.CONDITION))
                .containsEntry("deleted", 1L)
                .containsEntry("removed", 1L);
        assertThat(codes(lake, EhrTables.CONDITION)).containsExactly("stays");
        arrive(lake, PUBLIC, condition("c", "2024-02-01", "late"));
        assertThat(curate(lake, EhrTables.CONDITION)).containsEntry("read", 1L).containsEntry("deleted", 1L);
        assertThat(codes(lake, EhrTables.CONDITION)).containsExactly("stays");
        arrive(lake, PUBLIC, condition("c", "2024-07-01", "again"));
        curate(lake, EhrTables.CONDITION);
        assertThat(codes(lake, EhrTables.CONDITION)).containsExactly("again", "stays");
    }

    @Test
    void deletionTakesAllRowsOfItsResourceAndOnlyThose(Lake lake) throws IOException {
        arrive(lake, PUBLIC, "{\"resourceType\":\"Patient\",\"id\":\"p1\"}", pressure("a"), pressure("b"));
        arrive(lake, PUBLIC, deletion("Observation/a"), deletion("Patient/p1"));
        curate(lake, EhrTables.PATIENT);
        curate(lake, EhrTables.OBSERVATION);
        assertThat(lake.read(EhrTables.PATIENT).count()).isZero();
        assertThat(codes(lake, EhrTables.OBSERVATION)).containsExactly("bp", "upper");
    }

    @Test
    void bronzeMadeBeforeThereWereDeletionsHoldsNone(Lake lake) throws IOException {
        arrive(lake, PUBLIC, condition("c", "2024-01-01", "x"));
        var old = lake.read(Topic.EHR_FHIR.bronze()).drop("deleted");
        assertThat(Rows.text(Deletions.marked(old), Deletions.DELETES)).containsExactly("false");
    }

    @Test
    void curationThatBringsEverythingToQuarantineFailsAndReadsItAgain(Lake lake) throws IOException {
        arrive(lake, PUBLIC, condition("c", "2024-01-01", ""), condition("d", "2024-01-01", ""));
        assertThatThrownBy(() -> curate(lake, EhrTables.CONDITION))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("2 permitted records were read and none reached the table");
        assertThat(lake.read(Quarantine.QUARANTINE).count()).isEqualTo(2);
        assertThat(curate(lake, curation(EhrTables.CONDITION), WhenEmpty.GO_ON))
                .containsEntry("read", 2L)
                .containsEntry("quarantined", 2L);
        assertThat(curate(lake, EhrTables.CONDITION)).isEmpty();
    }

    @Test
    void brokenRuleThatForbidsToGoOnStopsTheStageBeforeItWrites(Lake lake) throws IOException {
        Table strict = Table.silver("strict", Category.CLINICAL, "Strict")
                .column("donor", ColumnType.STRING, "Donor")
                .column("id", ColumnType.STRING, "Id", oneOf("a").orElse(Action.FAIL))
                .key("donor", "id");
        Curation curation = new Curation(
                Topic.EHR_FHIR.bronze(),
                strict,
                col("resource_type").equalTo("Condition"),
                List.of("resource_id"),
                record -> List.of(new Verdict.Accepted(List.of(record.getString(0)))));
        arrive(lake, PUBLIC, condition("a", "2024-01-01", "x"), condition("b", "2024-01-01", "x"));
        assertThatThrownBy(() -> curate(lake, curation, WhenEmpty.GO_ON))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("1 rows break the rule id_known, which forbids to go on");
        assertThat(lake.exists(strict)).isFalse();
        assertThat(lake.exists(Quarantine.QUARANTINE)).isFalse();
    }

    @Test
    void withdrawalTakesRowsOutAndMarksWhatWasMadeOfThem(Lake lake) throws IOException {
        arrive(lake, CONSENTED, condition("c", "2024-01-01", "x"));
        assertThat(curate(lake, EhrTables.CONDITION)).containsEntry("waiting", 1L);
        decide(lake, "grant");
        assertThat(curate(lake, EhrTables.CONDITION)).containsEntry("merged", 1L);
        Study study = new Study(
                "s", "Scores", "research", Set.of(Category.CLINICAL), Set.of(), Optional.empty(), Optional.empty());
        StudyLake before = new StudyLake(lake, study, pseudonyms, "run", Clock.fixed(now, ZoneOffset.UTC));
        before.replace(SCORES, lake.read(EhrTables.CONDITION).select("donor"));
        assertThat(StaleGold.of(lake)).isEmpty();
        decide(lake, "withdraw");
        assertThat(curate(lake, EhrTables.CONDITION))
                .containsEntry("withdrawn", 1L)
                .containsEntry("waiting", 1L);
        assertThat(StaleGold.of(lake))
                .singleElement()
                .satisfies(stale -> assertThat(stale.words())
                        .contains("gold_s.scores was made from data of 1 donors")
                        .contains("haven features --study s"));
        before.replace(SCORES, lake.read(EhrTables.CONDITION).select("donor"));
        assertThat(StaleGold.of(lake)).as("read before the withdrawal").hasSize(1);
        new StudyLake(lake, study, pseudonyms, "run", Clock.fixed(now, ZoneOffset.UTC))
                .replace(SCORES, lake.read(EhrTables.CONDITION).select("donor"));
        assertThat(StaleGold.of(lake)).isEmpty();
    }
}
