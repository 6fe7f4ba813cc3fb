package eu.havenlake.ingest.ehr.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curator;
import eu.havenlake.ingest.ehr.FhirSource;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.fixture.TempLake;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** FHIR text → bronze → silver, with the tables and rules as they are declared. */
@ExtendWith(SparkExtension.class)
class EhrCurationsSparkTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Table BRONZE = Topic.EHR_FHIR.bronze();

    private static final String FHIR = """
            {"resourceType":"Patient","id":"p1","birthDate":"1950-05-06","gender":"female"}
            {"resourceType":"Patient","id":"p2","birthDate":"2950"}
            {"resourceType":"Patient","id":"p3","gender":"f"}
            {"resourceType":"Patient","id":"p4"}
            {"resourceType":"Encounter","id":"e1","status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/p1"},"period":{"start":"2020-01-02","end":"2020-01-05"}}
            {"resourceType":"Encounter","id":"e2","status":"finished","subject":{"reference":"Patient/p1"},"period":{"start":"2020-01-02","end":"2019-01-05"}}
            {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},"code":{"coding":[{"code":"I10"}]}}
            {"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/p1"},"code":{"text":"unwell"}}
            {"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/p1"},"effectiveDateTime":"2020","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":120,"code":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":8000,"code":"mm[Hg]"}}]}
            {"resourceType":"Observation","id":"o2","status":"final","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},"valueQuantity":{"value":37,"code":"K"}}
            {"resourceType":"Observation","id":"o3","status":"final","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},"valueQuantity":{"value":"37"}}
            {"resourceType":"Observation","id":"o4","status":"final","subject":{"reference":"Patient/p1"},"effectiveDateTime":"2030","code":{"coding":[{"code":"x"}]},"valueString":"late"}
            {"resourceType":"Observation","id":"o5","status":"final","subject":{"reference":"Patient/p1"},"code":{"coding":[{"code":"x"}]},"valueQuantity":{"value":1e999}}
            {"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"Medication/m"}}
            {"resourceType":"MedicationRequest","id":"m2","status":"active","intent":"order","subject":{"reference":"Patient/p1"}}
            {"resourceType":"Procedure","id":"r1","status":"completed","subject":{"reference":"Patient/p1"},"code":{"coding":[{"code":"x"}]},"performedDateTime":"2020-01-02"}
            {"resourceType":"Procedure","id":"r2","status":"completed","subject":{"reference":"Group/g1"},"code":{"coding":[{"code":"x"}]}}
            """;

    private static final Origin PUBLIC = new Origin("public", Optional.of("open data"), false);
    private static final Origin MOVED = new Origin("moved", Optional.of("open data"), true);

    @BeforeAll
    static void curateAll(TempLake temporary, @TempDir Path folder) throws IOException {
        Lake lake = temporary.lake();
        Path file = Files.writeString(folder.resolve("all.ndjson"), FHIR);
        List<Row> bronze = new ArrayList<>();
        for (Origin origin : List.of(PUBLIC, MOVED)) {
            try (Stream<EhrResource> records = FhirSource.read(file, origin)) {
                records.forEach(record -> bronze.add(bronze(record, bronze.size())));
            }
        }
        lake.append(BRONZE, lake.rows(BRONZE, bronze).coalesce(1));
        var curator = new Curator(
                lake,
                new RunLog(lake),
                KeyFile.open(temporary.home().root().resolve("keys")),
                Clock.fixed(NOW, ZoneOffset.UTC),
                "1",
                "run");
        EhrCurations.all()
                .forEach(curation -> curator.curate(curator.todo(curation).orElseThrow()));
    }

    private static Row bronze(EhrResource record, long offset) {
        Map<String, Object> values = new HashMap<>(
                Map.of("topic", "ehr_fhir", "partition", 0, "offset", offset, "timestamp", Timestamp.from(NOW)));
        EhrResource.getClassSchema().getFields().forEach(field -> values.put(field.name(), record.get(field.pos())));
        return RowFactory.create(
                Stream.of(BRONZE.columnNames()).map(values::get).toArray());
    }

    private static List<String> silver(Lake lake, Table table, String... columns) {
        return Rows.text(lake.read(table).where("dataset = 'public'"), columns);
    }

    /** Why records of the public data set are in quarantine, by the id of the resource. */
    private static List<String> quarantine(Lake lake, Table table) {
        return Rows.text(
                lake.read(Quarantine.QUARANTINE)
                        .where("stage = 'curate." + table.name() + "'")
                        .join(lake.read(BRONZE).where("dataset = 'public'"), new String[] {"partition", "offset"}),
                "resource_id",
                "error_message");
    }

    @Test
    void patientsPassUnlessTheirDatesOrCodesAreImpossible(Lake lake) {
        assertThat(silver(lake, EhrTables.PATIENT, "gender", "birth_date"))
                .containsExactly(" | ", "female | 1950-05-06");
        assertThat(quarantine(lake, EhrTables.PATIENT))
                .containsExactly("p2 | breaks birth_date_not_in_future", "p3 | breaks gender_known");
    }

    @Test
    void donorsAreShownByPseudonymOnly(Lake lake) {
        assertThat(silver(lake, EhrTables.PATIENT, "donor")).allMatch(donor -> donor.matches("[0-9a-f]{32}"));
    }

    @Test
    void encounterEndsAfterItStarts(Lake lake) {
        assertThat(silver(lake, EhrTables.ENCOUNTER, "class", "cast(started as string)", "cast(ended as string)"))
                .containsExactly("IMP | 2020-01-02 00:00:00 | 2020-01-05 00:00:00");
        assertThat(quarantine(lake, EhrTables.ENCOUNTER)).containsExactly("e2 | breaks ended_not_before_start");
    }

    @Test
    void conditionNeedsACodeAndIsLinkedToItsEncounter(Lake lake) {
        assertThat(silver(lake, EhrTables.CONDITION, "code", "encounter"))
                .containsExactly(
                        "I10 | " + silver(lake, EhrTables.ENCOUNTER, "id").getFirst());
        assertThat(quarantine(lake, EhrTables.CONDITION)).containsExactly("c2 | breaks code_present");
    }

    @Test
    void observationsPassUnlessTheirValuesAreImpossible(Lake lake) {
        assertThat(silver(lake, EhrTables.OBSERVATION, "code", "component", "value", "unit_code"))
                .containsExactly("8480-6 | 1 | 120.0 | mm[Hg]", "85354-9 | 0 |  | ");
        assertThat(quarantine(lake, EhrTables.OBSERVATION))
                .containsExactly(
                        "o1 | breaks value_plausible",
                        "o2 | breaks unit_code_of_measure",
                        "o3 | Observation.valueQuantity.value is not a number",
                        "o4 | breaks effective_not_in_future",
                        "o5 | breaks value_finite");
    }

    @Test
    void prescriptionSaysWhatWasPrescribed(Lake lake) {
        assertThat(silver(lake, EhrTables.MEDICATION_REQUEST, "status", "medication IS NOT NULL"))
                .containsExactly("active | true");
        assertThat(quarantine(lake, EhrTables.MEDICATION_REQUEST)).containsExactly("m2 | breaks medication_or_code");
    }

    @Test
    void procedureOfAGroupIsNoDonors(Lake lake) {
        assertThat(silver(lake, EhrTables.PROCEDURE, "cast(performed as string)"))
                .containsExactly("2020-01-02 00:00:00");
        assertThat(quarantine(lake, EhrTables.PROCEDURE)).containsExactly("r2 | breaks donor_present");
    }

    @Test
    void movedDatesMayLieInTheFuture(Lake lake) {
        assertThat(Rows.text(lake.read(EhrTables.PATIENT).where("dataset = 'moved'"), "birth_date"))
                .contains("2950-01-01");
        assertThat(Rows.text(lake.read(EhrTables.OBSERVATION).where("dataset = 'moved'"), "cast(effective as string)"))
                .contains("2030-01-01 00:00:00");
    }
}
