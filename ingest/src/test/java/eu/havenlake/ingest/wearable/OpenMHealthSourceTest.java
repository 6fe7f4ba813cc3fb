package eu.havenlake.ingest.wearable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenMHealthSourceTest {
    private static final Origin ORIGIN = new Origin("watch", Optional.of("public"), false);
    private static final String BODY = "{ \"heart_rate\" : {\"value\": 60.00, \"unit\": \"beats/min\"} }";

    @TempDir
    private Path folder;

    private static String point(String id) {
        return """
                {"header":{"id":"%s","creation_date_time":"2024-03-01T12:00:00Z","user_id":"u1",
                "schema_id":{"namespace":"omh","name":"heart-rate","version":"1.0"}},"body":%s}""".formatted(id, BODY).replace("\n", "");
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<WearableSample> read() {
        return OpenMHealthSource.open(folder).read(ORIGIN).toList();
    }

    @Test
    void dataPointIsDescribedByItsHeader() throws IOException {
        file("a.json", point("x1"));
        WearableSample record = read().getFirst();
        assertThat(record.getProblem()).isNull();
        assertThat(record.getDonor()).isEqualTo("watch:u1");
        assertThat(record.getSampleId()).isEqualTo("x1");
        assertThat(record.getSchemaName()).isEqualTo("heart-rate");
        assertThat(record.getSchemaVersion()).isEqualTo("1.0");
        assertThat(record.getCreated()).isEqualTo(Instant.parse("2024-03-01T12:00:00Z"));
        assertThat(record.getBasis()).isEqualTo("public");
        assertThat(record.getSource()).isEqualTo("a.json");
    }

    @Test
    void bodyIsKeptCharacterByCharacter() throws IOException {
        file("a.json", point("x1"));
        assertThat(read().getFirst().getJson()).isEqualTo(BODY);
    }

    @Test
    void whatStandsBesideTheBodyIsKept() throws IOException {
        String unknown = "\"battery\":1.50,\"rooms\":[\"attic\"]";
        file(
                "a.json",
                point("x1")
                        .replace("\"user_id\"", unknown + ",\"user_id\"")
                        .replace("{\"header", "{\"firm\":7,\"header"));
        assertThat(read().getFirst().getEnvelope())
                .contains(unknown, "\"firm\":7", "\"id\":\"x1\"")
                .doesNotContain("body", "beats");
    }

    @Test
    void bodyAloneIsDescribedByItsPath() throws IOException {
        file("set/heart-rate/1.1/deep/a.json", BODY);
        WearableSample record = read().getFirst();
        assertThat(record.getProblem()).isNull();
        assertThat(record.getSchemaName()).isEqualTo("heart-rate");
        assertThat(record.getSchemaVersion()).isEqualTo("1.1");
        assertThat(record.getDonor()).isEqualTo("watch:" + record.getSampleId());
        assertThat(record.getSampleId()).matches("[0-9a-f]{64}");
    }

    @Test
    void pathIsKnownAboveTheFolderThatWasGiven() throws IOException {
        file("heart-rate/1.1/a.json", BODY);
        WearableSample record = OpenMHealthSource.open(folder.resolve("heart-rate/1.1"))
                .read(ORIGIN)
                .toList()
                .getFirst();
        assertThat(record.getSchemaName()).isEqualTo("heart-rate");
    }

    @Test
    void bodyWithoutSchemaIsAProblem() throws IOException {
        file("a.json", BODY);
        assertThat(read().getFirst().getProblem())
                .isEqualTo("a.json: it has no header, and its path names no <schema>/<version>/");
        assertThat(read().getFirst().getJson()).isEqualTo(BODY);
    }

    @Test
    void schemaOfAnotherNamespaceKeepsIt() throws IOException {
        file("a.json", point("x1").replace("\"omh\"", "\"ieee\""));
        assertThat(read().getFirst().getSchemaName()).isEqualTo("ieee:heart-rate");
    }

    @Test
    void manyPointsComeFromArraysAndFromLines() throws IOException {
        file("1.json", "[" + point("a") + ",\n" + point("b") + "]");
        file("2.ndjson", point("c") + "\n\n" + point("d") + "\n");
        file("3.json", point("e") + "\n" + point("f") + "\n");
        file("4.txt", "not read");
        assertThat(read()).extracting(WearableSample::getSampleId).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(read())
                .extracting(WearableSample::getSource)
                .containsExactly("1.json#1", "1.json#2", "2.ndjson:1", "2.ndjson:3", "3.json#1", "3.json#2");
    }

    @Test
    void archiveIsReadLikeItsText() throws IOException {
        Path archive = folder.resolve("a.json.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(point("x1").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(read()).extracting(WearableSample::getSampleId).containsExactly("x1");
    }

    @Test
    void brokenLineSpoilsItselfOnly() throws IOException {
        String broken = point("b").substring(0, 60);
        file("a.ndjson", point("a") + "\n" + broken + "\n" + point("c"));
        file("b.json", point("a") + "\n" + broken + "\n" + point("c"));
        assertThat(read())
                .hasSize(6)
                .filteredOn(record -> record.getProblem() != null)
                .hasSize(2)
                .allSatisfy(record -> {
                    assertThat(record.getJson()).isEqualTo(broken);
                    assertThat(record.getProblem()).contains(":2: it is not JSON");
                });
    }

    @Test
    void arrayThatBreaksOffKeepsWhatCameBefore() throws IOException {
        file("a.json", "[" + point("a") + "," + point("b") + "," + point("c").substring(0, 70));
        List<WearableSample> records = read();
        assertThat(records).hasSize(3);
        assertThat(records.getLast().getProblem()).startsWith("a.json#3: it is not JSON");
        assertThat(records.getLast().getJson()).endsWith(point("c").substring(0, 70));
    }

    @Test
    void emptyAndScalarFilesAreProblems() throws IOException {
        file("a.json", " ");
        file("b.json", "42");
        assertThat(read())
                .extracting(WearableSample::getProblem)
                .containsExactly("a.json: it is empty", "b.json: it is not a JSON object");
    }

    @Test
    void headerThatBreaksItsSchemaIsAProblemThatNamesNobody() throws IOException {
        file("a.json", point("x1").replace("\"user_id\":\"u1\"", "\"user_id\":4711"));
        file("b.json", point("x2").replace("2024-03-01T", "2024-03-01 "));
        assertThat(read())
                .extracting(WearableSample::getProblem)
                .containsExactly(
                        "a.json: header.user_id is not a text",
                        "b.json: header.creation_date_time is not a date-time of RFC 3339");
        assertThat(read().getLast().getDonor()).isEqualTo("watch:u1");
    }

    @Test
    void reasonDoesNotRepeatTheTextItIsAbout() throws IOException {
        file("a.ndjson", "{\"header\":{\"user_id\":u4711}}");
        assertThat(read().getFirst().getProblem()).doesNotContain("4711");
    }

    @Test
    void nestingWithoutEndIsAProblem() throws IOException {
        file("a.json", "{\"a\":".repeat(5000));
        assertThat(read())
                .singleElement()
                .satisfies(record -> assertThat(record.getProblem()).contains("not JSON"));
    }

    @Test
    void placeThatIsNotThereIsTheUsersError() {
        assertThatThrownBy(() -> OpenMHealthSource.open(folder.resolve("none")))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("--open-mhealth");
    }
}
