package eu.havenlake.ingest.ehr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.file.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the public examples that lie beside the repository; skipped where they are missing. */
class RealFhirTest {
    private static Path data(String name) {
        return SharedData.path("fhir/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "us-core, 164, 144, 4",
        "r4-examples, 67, 34, 7",
        "mii-kerndatensatz, 354, 354, 30",
        "mimic-iv-demo/MimicObservationED.ndjson.gz, 1871, 1871, 44"
    })
    void everyResourceIsReadAndNoneIsAProblem(String name, int resources, int ofDonors, int donors) {
        List<EhrResource> records = FhirText.read(data(name));

        assertThat(records).extracting(EhrResource::getProblem).containsOnlyNulls();
        assertThat(records).hasSize(resources);
        assertThat(records).filteredOn(record -> record.getDonor() != null).hasSize(ofDonors);
        assertThat(records.stream()
                        .map(EhrResource::getDonor)
                        .filter(d -> d != null)
                        .distinct())
                .hasSize(donors);
    }

    @Test
    void bundlesOfTheCoreDataSetAreTakenApart() {
        Map<String, Long> types = FhirText.read(data("mii-kerndatensatz")).stream()
                .collect(Collectors.groupingBy(EhrResource::getResourceType, Collectors.counting()));

        assertThat(types).isEqualTo(Map.of("Patient", 30L, "Encounter", 144L, "Observation", 126L, "Condition", 54L));
    }

    @Test
    void decimalsKeepTheirDigits() throws IOException {
        Path file = data("r4-examples/observation-decimal.json");

        assertThat(FhirText.read(file))
                .singleElement()
                .extracting(EhrResource::getJson)
                .isEqualTo(Files.readString(file).strip());
    }

    @Test
    void entriesAreTheSameAsAParserOfTheWholeBundleSees() throws IOException {
        Path file = data("r4-examples/diagnosticreport-example.json");
        var mapper = JsonMapper.builder().build();
        Function<EhrResource, JsonNode> parsed = record -> read(mapper, record);
        List<JsonNode> expected = mapper.readTree(file.toFile()).path("entry").findValues("resource");

        assertThat(FhirText.read(file).stream().map(parsed)).containsExactlyElementsOf(expected);
    }

    private static JsonNode read(JsonMapper mapper, EhrResource record) {
        try {
            return mapper.readTree(record.getJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
