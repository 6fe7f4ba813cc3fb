package eu.havenlake.ingest.ehr;

import static eu.havenlake.ingest.ehr.FhirText.bundle;
import static eu.havenlake.ingest.ehr.FhirText.read;
import static eu.havenlake.ingest.ehr.FhirText.write;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.EhrResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadFhirTest {
    private static final String GOOD = "{\"resourceType\":\"Patient\",\"id\":\"p1\"}";

    @TempDir
    Path folder;

    /** A word for each record: "ok", or what the problem says between place and remedy. */
    private static List<String> outcomes(List<EhrResource> records) {
        return records.stream().map(BadFhirTest::outcome).toList();
    }

    private static String outcome(EhrResource record) {
        String problem = record.getProblem();
        String start = "Cannot read a FHIR resource at " + record.getSource() + ": ";
        if (problem == null) {
            return "ok";
        }
        assertThat(problem).startsWith(start).endsWith(ResourceReader.REMEDY);
        return problem.substring(start.length(), problem.length() - ResourceReader.REMEDY.length());
    }

    @Test
    void brokenLineLeavesTheOthers() {
        Path file = write(folder, "a.ndjson", GOOD + "\n{\"resourceType\":\n\nnonsense\n" + GOOD + "\n");

        List<EhrResource> records = read(file);
        assertThat(outcomes(records))
                .containsExactly("ok", "it breaks off", "it is not JSON from line 1, column 1 on", "ok");
        assertThat(records.get(1).getJson()).isEqualTo("{\"resourceType\":");
        assertThat(records.get(2).getSource()).isEqualTo("a.ndjson:4");
    }

    @Test
    void truncatedBundleGivesTheEntriesBeforeTheCut() {
        String whole = bundle("urn:uuid:1", GOOD, "urn:uuid:2", GOOD.replace("p1", "p2"));
        Path file = write(folder, "a.json", whole.substring(0, whole.indexOf("p2") + 1));

        List<EhrResource> records = read(file);
        assertThat(outcomes(records)).containsExactly("ok", "it breaks off");
        assertThat(records.get(1).getSource()).isEqualTo("a.json after entry[0]");
        assertThat(records.get(1).getJson())
                .startsWith("{\"fullUrl\":\"urn:uuid:2\"")
                .endsWith("\"p");
    }

    @Test
    void truncatedResourceIsOneProblem() {
        assertThat(outcomes(read(write(folder, "a.json", GOOD.substring(0, 20)))))
                .containsExactly("it breaks off");
    }

    @Test
    void truncatedGzipGivesTheLinesBeforeTheCut() throws IOException {
        byte[] whole = FhirText.zipped((GOOD + "\n").repeat(3));
        Files.write(folder.resolve("a.ndjson.gz"), Arrays.copyOf(whole, whole.length - 4));

        List<EhrResource> records = read(folder);
        assertThat(outcomes(records).subList(0, 3)).containsExactly("ok", "ok", "ok");
        assertThat(records.getLast().getSource()).isEqualTo("a.ndjson.gz after line 3");
        assertThat(records.getLast().getProblem()).contains("the file breaks off");
    }

    @Test
    void damagedGzipOfABundleIsAProblemThoughAllEntriesWereRead() throws IOException {
        byte[] whole = FhirText.zipped(bundle("urn:uuid:1", GOOD));
        whole[whole.length - 6]++;
        Files.write(folder.resolve("a.json.gz"), whole);

        List<EhrResource> records = read(folder);
        assertThat(records).hasSize(2);
        assertThat(records.get(0).getProblem()).isNull();
        assertThat(records.get(1).getProblem()).contains("Corrupt GZIP trailer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Patient\" \"id\":\"b\"}",
                "{\"resourceType\":\"Patient\",\"id\":b}",
                "{\"resourceType\":\"Patient\",\"id\":\"b\n}",
                "{\"id\":\"b\"}",
                "{\"resourceType\":\"Pateint\",\"id\":\"b\"}",
                "{\"resourceType\":7}",
                "\"Patient/b\"",
                "[1,2]",
                "null"
            })
    void brokenEntryLeavesTheOthers(String broken) {
        Path file = write(folder, "a.json", bundle("urn:uuid:1", GOOD, "urn:uuid:2", broken, "urn:uuid:3", GOOD));

        List<EhrResource> records = read(file);
        assertThat(records).hasSize(3);
        assertThat(records).filteredOn(record -> record.getProblem() == null).hasSize(2);
        assertThat(records.get(1).getProblem()).isNotNull();
        assertThat(records.get(1).getJson()).contains(broken);
    }

    @Test
    void entryWithoutResourceIsAProblem() {
        String entry = "{\"request\":{\"method\":\"PUT\",\"url\":\"Patient/1\"}}";
        Path file = write(folder, "a.json", "{\"resourceType\":\"Bundle\",\"entry\":[" + entry + "," + "3]}");

        assertThat(outcomes(read(file)))
                .containsExactly("the entry holds no resource", "the entry is not a JSON object");
    }

    @Test
    void typesOutsideR4AreNamedSo() {
        write(folder, "a.json", "{\"resourceType\":\"NutritionIntake\"}");
        write(folder, "b.json", "{\"id\":\"1\"}");

        assertThat(outcomes(read(folder)))
                .containsExactly("its resourceType is none of FHIR R4", "it has no resourceType");
    }

    @Test
    void whatIsNoJsonIsAProblemWithItsText() {
        write(folder, "a.xml", "<Patient/>");
        write(folder, "b.json", "<Patient/>");
        write(folder, "c.json", "");
        write(folder, "d.json", "[]");

        List<EhrResource> records = read(folder);
        assertThat(outcomes(records))
                .containsExactly(
                        "FHIR in XML is not read",
                        "it is not JSON from line 1, column 1 on",
                        "it is empty",
                        "it is not a JSON object");
        assertThat(records).extracting(EhrResource::getJson).containsExactly("<Patient/>", "<Patient/>", "", "[]");
    }

    @Test
    void bytesThatAreNotUtf8AreAProblemOfTheirLineOnly() throws IOException {
        byte[] latin = (GOOD.replace("p1", "Jürgen") + "\n" + GOOD).getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("a.ndjson"), latin);

        assertThat(outcomes(read(folder))).containsExactly("it holds bytes that are not UTF-8", "ok");
    }

    @Test
    void textAfterTheEndIsAProblem() {
        write(folder, "a.json", GOOD + " x");
        write(folder, "b.json", bundle("urn:uuid:1", GOOD) + " }");

        assertThat(outcomes(read(folder)))
                .containsExactly("it is not JSON from line 1, column 38 on", "ok", "text follows after its end");
    }

    @Test
    void problemsNeverQuoteTheText() {
        Path file = write(folder, "a.ndjson", "{\"name\": Miller}\n{\"resourceType\":\"Miller\"}\nMiller");

        assertThat(read(file)).extracting(EhrResource::getProblem).noneMatch(problem -> problem.contains("Miller"));
    }

    @Test
    void depthBeyondReasonIsAProblem() {
        Path file = write(folder, "a.ndjson", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}\n" + GOOD);

        assertThat(read(file)).extracting(record -> record.getProblem() == null).containsExactly(false, true);
    }
}
