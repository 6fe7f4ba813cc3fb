package eu.havenlake.ingest.ehr;

import static eu.havenlake.ingest.ehr.FhirText.bundle;
import static eu.havenlake.ingest.ehr.FhirText.read;
import static eu.havenlake.ingest.ehr.FhirText.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FhirSourceTest {
    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"p1\"}";
    private static final String WEIGHT = """
            {"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/p1"},\
            "valueQuantity":{"value":1.00,"unit":"kg"},"valueQuantity":{"value":7.50}}""";

    @TempDir
    Path folder;

    private static List<String> ids(List<EhrResource> records) {
        return records.stream().map(EhrResource::getResourceId).toList();
    }

    @Test
    void recordSaysAllThatIsKnownOfItsOrigin() {
        String patient =
                "{\"meta\":{\"lastUpdated\":\"2020-01-02T03:04:05.678+01:00\"},\"id\":\"p1\",\"resourceType\":\"Patient\"}";
        Path file = write(folder, "a.json", patient);

        assertThat(read(file))
                .containsExactly(EhrResource.newBuilder()
                        .setDataset("trial")
                        .setDonor("trial:p1")
                        .setBasis("made up for a test")
                        .setDatesShifted(true)
                        .setSource("a.json")
                        .setResourceType("Patient")
                        .setResourceId("p1")
                        .setLastUpdated(Instant.parse("2020-01-02T02:04:05.678Z"))
                        .setJson(patient)
                        .build());
    }

    @Test
    void textIsKeptCharacterByCharacterInLinesAndBundles() {
        String spread = WEIGHT.replace(",", " ,\n\t");
        write(folder, "lines.ndjson", WEIGHT + "\r\n");
        write(folder, "bundle.json", bundle("urn:uuid:1", spread));

        assertThat(read(folder)).extracting(EhrResource::getJson).containsExactly(spread, WEIGHT);
    }

    @Test
    void folderIsReadWithItsFoldersInTheOrderOfNames() throws IOException {
        write(folder, "b/2.ndjson", PATIENT);
        write(folder, "a/1.json", PATIENT);
        Files.write(folder.resolve("c.ndjson.gz"), FhirText.zipped(PATIENT));
        Files.write(folder.resolve("d.gz"), FhirText.zipped(PATIENT));
        write(folder, "README.txt", "not FHIR");
        write(folder, ".hidden.json", "not FHIR");

        assertThat(read(folder))
                .extracting(EhrResource::getSource)
                .containsExactly("a/1.json", "b/2.ndjson:1", "c.ndjson.gz:1", "d.gz");
    }

    @Test
    void linesAreKnownByTheirContentToo() {
        Path file = write(folder, "a.json", PATIENT + "\n\n  \n" + WEIGHT + "\n");

        assertThat(read(file)).extracting(EhrResource::getSource).containsExactly("a.json:1", "a.json:4");
    }

    @Test
    void resourceSpreadOverLinesIsReadThoughItIsCalledNdjson() {
        Path file = write(folder, "a.ndjson", "{\n\"resourceType\":\"Patient\",\n\"id\":\"p1\"}\n");

        assertThat(ids(read(file))).containsExactly("p1");
    }

    @Test
    void byteOrderMarkIsNoPartOfTheResource() {
        Path file = write(folder, "a.json", "\uFEFF" + PATIENT);

        assertThat(read(file).getFirst().getJson()).isEqualTo(PATIENT);
    }

    @Test
    void bundleOfEveryTypeGivesItsResources() {
        for (String type : List.of("transaction", "collection", "batch", "searchset")) {
            Path file = write(folder, "a.json", bundle("urn:uuid:1", PATIENT).replace("transaction", type));

            assertThat(read(file)).extracting(EhrResource::getSource).containsExactly("a.json entry[0]");
        }
    }

    @Test
    void lineMayHoldABundle() {
        Path file = write(folder, "a.ndjson", bundle("urn:uuid:1", PATIENT).replace("\n", "") + "\n" + WEIGHT);

        assertThat(read(file)).extracting(EhrResource::getSource).containsExactly("a.ndjson:1 entry[0]", "a.ndjson:2");
    }

    @Test
    void listIsNoBundleThoughItHasEntries() {
        String list = "{\"entry\":[{\"item\":{\"reference\":\"Patient/p1\"}}],\"resourceType\":\"List\",\"id\":\"l1\"}";

        assertThat(read(write(folder, "a.json", list)))
                .extracting(EhrResource::getResourceType, EhrResource::getJson)
                .containsExactly(tuple("List", list));
    }

    @Test
    void referencesAreResolvedOverTheBundleEvenToLaterEntries() {
        Path file = write(
                folder,
                "a.json",
                bundle(
                        "urn:uuid:e",
                        """
                        {"resourceType":"Encounter","id":"e1","subject":{"reference":"urn:uuid:p"},
                         "serviceProvider":{"reference":"Organization?identifier=urn:npi|42"},
                         "partOf":{"reference":"Encounter/e0"}}""",
                        "urn:uuid:p",
                        PATIENT,
                        "urn:uuid:o",
                        "{\"resourceType\":\"Organization\",\"id\":\"o9\",\"identifier\":[{\"system\":\"urn:npi\",\"value\":\"42\"}]}"));

        EhrResource encounter = read(file).getFirst();
        assertThat(encounter.getDonor()).isEqualTo("trial:p1");
        assertThat(encounter.getReferences())
                .isEqualTo(Map.of("urn:uuid:p", "Patient/p1", "Organization?identifier=urn:npi|42", "Organization/o9"));
    }

    @Test
    void practitionersOfTheSameFolderAreKnownToAllItsBundles() {
        String practitioner =
                "{\"resourceType\":\"Practitioner\",\"id\":\"dr\",\"identifier\":[{\"system\":\"urn:npi\",\"value\":\"7\"}]}";
        String note = """
                {"resourceType":"Observation","id":"o","subject":{"reference":"Patient/p1"},\
                "performer":[{"reference":"Practitioner?identifier=urn:npi%7C7"}]}""";
        write(folder, "here/practitionerInformation17.json", bundle("urn:uuid:d", practitioner));
        write(folder, "here/Abe.json", bundle("urn:uuid:o", note));
        write(folder, "there/Abe.json", bundle("urn:uuid:o", note));

        assertThat(read(folder))
                .filteredOn(record -> record.getResourceType().equals("Observation"))
                .extracting(EhrResource::getReferences)
                .containsExactly(Map.of("Practitioner?identifier=urn:npi%7C7", "Practitioner/dr"), Map.of());
    }

    @Test
    void identifierOfTwoResourcesNamesNeither() {
        String one = "{\"resourceType\":\"Location\",\"id\":\"1\",\"identifier\":[{\"system\":\"s\",\"value\":\"v\"}]}";
        String claim =
                "{\"resourceType\":\"Basic\",\"id\":\"b\",\"author\":{\"reference\":\"Location?identifier=s|v\"}}";
        Path file = write(
                folder, "a.json", bundle("urn:uuid:1", one, "urn:uuid:2", one.replace("\"1\"", "\"2\""), "x", claim));

        assertThat(read(file).getLast().getReferences()).isEmpty();
    }

    @Test
    void resourceWithoutIdIsCalledByItsUuid() {
        Path file = write(folder, "a.json", bundle("urn:uuid:77", "{\"resourceType\":\"Patient\"}"));

        assertThat(read(file)).extracting(EhrResource::getDonor).containsExactly("trial:77");
    }

    @Test
    void bundleInABundleIsTakenApartWithItsOwnReferences() {
        String inner = bundle("urn:uuid:p", PATIENT, "urn:uuid:o", WEIGHT.replace("Patient/p1", "urn:uuid:p"));
        Path file = write(folder, "a.json", bundle("urn:uuid:b", inner));

        assertThat(read(file)).extracting(EhrResource::getDonor).containsExactly("trial:p1", "trial:p1");
        assertThat(read(file).getLast().getSource()).isEqualTo("a.json entry[0] entry[1]");
    }

    @Test
    void linesAreReadOnlyWhenTheyAreAskedFor() throws IOException {
        Path file = write(folder, "a.ndjson", (WEIGHT + "\n").repeat(5_000));
        try (var records = FhirSource.read(file, FhirText.ORIGIN)) {
            Iterator<EhrResource> iterator = records.iterator();
            iterator.next();
            Files.writeString(file, PATIENT, StandardOpenOption.APPEND);

            EhrResource last = null;
            while (iterator.hasNext()) {
                last = iterator.next();
            }
            assertThat(last.getJson()).isEqualTo(PATIENT);
        }
    }

    @Test
    void entriesAreReadOnlyWhenTheyAreAskedFor() throws IOException {
        String[] entries = new String[2 * 5_000];
        Arrays.setAll(entries, i -> i % 2 == 0 ? "urn:uuid:" + i : PATIENT);
        Path file = write(folder, "a.json", bundle(entries));
        try (var records = FhirSource.read(file, FhirText.ORIGIN)) {
            Iterator<EhrResource> iterator = records.iterator();
            iterator.next();
            Files.writeString(file, "more", StandardOpenOption.APPEND);

            EhrResource last = null;
            while (iterator.hasNext()) {
                last = iterator.next();
            }
            assertThat(last.getJson()).isEqualTo("more");
        }
    }

    @Test
    void missingFolderIsTheUsersError() {
        assertThatThrownBy(() -> read(folder.resolve("none")))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("Give the file or folder");
    }

    @Test
    void folderWithoutFhirIsTheUsersError() {
        write(folder, "a.txt", "x");

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("no .json");
    }
}
