package eu.havenlake.ingest.demo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the wearable days and the consents need to know of a donor whom Synthea made up.
 *
 * @param patient id of the Patient resource
 * @param born date of birth
 * @param female whether Synthea made up a woman
 */
record SyntheticDonor(String patient, LocalDate born, boolean female) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Full years on a day. */
    int ageOn(LocalDate day) {
        return (int) ChronoUnit.YEARS.between(born, day);
    }

    /** The donors of a folder of Bundles, by id: the order of files is not the same on every disk. */
    static List<SyntheticDonor> readAll(Path fhir) {
        try (Stream<Path> files = Files.list(fhir)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparing(SyntheticDonor::patient))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the synthetic donors in " + fhir + ": " + e.getMessage() + ". Delete it.", e);
        }
    }

    /** A Bundle of a donor starts with the Patient; those of hospitals and practitioners have none. */
    private static Optional<SyntheticDonor> read(Path bundle) {
        try (JsonParser parser = JSON.createParser(bundle.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && "resource".equals(parser.currentName())) {
                    parser.nextToken();
                    JsonNode first = parser.readValueAsTree();
                    return Optional.of(first).filter(SyntheticDonor::isPatient).map(SyntheticDonor::of);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + bundle.getParent() + ": " + e.getMessage(), e);
        }
    }

    private static boolean isPatient(JsonNode resource) {
        return "Patient".equals(resource.path("resourceType").asText());
    }

    private static SyntheticDonor of(JsonNode patient) {
        return new SyntheticDonor(
                patient.path("id").asText(),
                LocalDate.parse(patient.path("birthDate").asText()),
                "female".equals(patient.path("gender").asText()));
    }
}
