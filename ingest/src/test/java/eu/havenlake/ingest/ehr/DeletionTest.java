package eu.havenlake.ingest.ehr;

import static eu.havenlake.ingest.ehr.FhirText.read;
import static eu.havenlake.ingest.ehr.FhirText.write;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.EhrResource;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionTest {
    @TempDir
    private Path folder;

    private EhrResource only(String entry) {
        Path file = write(folder, "a.json", "{\"resourceType\":\"Bundle\",\"entry\":[" + entry + "]}");
        return read(file).getFirst();
    }

    @Test
    void entryThatDeletesNamesItsResourceAndNoDonor() {
        EhrResource deletion = only("{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/o1\"}}");
        assertThat(deletion.getDeleted()).isTrue();
        assertThat(deletion.getProblem()).isNull();
        assertThat(deletion.getDonor()).isNull();
        assertThat(deletion.getResourceType()).isEqualTo("Observation");
        assertThat(deletion.getResourceId()).isEqualTo("o1");
        assertThat(deletion.getLastUpdated()).isNull();
    }

    @Test
    void historySaysWhenItWasDeleted() {
        EhrResource deletion = only(
                "{\"fullUrl\":\"http://h/fhir/Patient/p1\",\"request\":{\"method\":\"DELETE\","
                        + "\"url\":\"http://h/fhir/Patient/p1\"},\"response\":{\"lastModified\":\"2024-05-01T12:00:00+02:00\"}}");
        assertThat(deletion.getResourceId()).isEqualTo("p1");
        assertThat(deletion.getLastUpdated()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
    }

    @Test
    void deletionOfWhateverMatchesIsAProblem() {
        EhrResource deletion = only("{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient?identifier=1\"}}");
        assertThat(deletion.getDeleted()).isFalse();
        assertThat(deletion.getProblem()).contains("not clear what was deleted");
    }

    @Test
    void linesOfDeletedFilesAreReadToo() {
        Path file = write(
                folder,
                "deleted.ndjson",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/1\"}},{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/2\"}}]}\n");
        assertThat(read(file)).extracting(EhrResource::getResourceId).containsExactly("1", "2");
        assertThat(read(file)).allMatch(EhrResource::getDeleted);
    }
}
