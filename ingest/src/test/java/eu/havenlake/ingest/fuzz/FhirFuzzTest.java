package eu.havenlake.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.ehr.FhirSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nine thousand spoilt FHIR resources: each gives a record, and each record a verdict with a reason for people. */
class FhirFuzzTest {
    private static final long SEED = 4_711;
    private static final int LINES = 8_000;
    private static final int BUNDLES = 500;
    private static final int FILES = 500;
    private static final Origin CLINIC = new Origin("clinic", Optional.empty(), false);

    @TempDir
    private Path folder;

    private final JsonMutator mutator = new JsonMutator(SEED);

    private static List<EhrResource> read(Path path) {
        try (Stream<EhrResource> records = FhirSource.read(path, CLINIC)) {
            return records.toList();
        }
    }

    private Path lines(List<byte[]> lines) throws IOException {
        var text = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            text.writeBytes(line);
            text.write('\n');
        }
        return Files.write(folder.resolve("spoilt.ndjson"), text.toByteArray());
    }

    private static boolean isBlank(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).isBlank();
    }

    private static void check(EhrResource record) throws IOException {
        Sent.check(record);
        if (record.getProblem() == null) {
            assertThat(CuratedRecord.read(Topic.EHR_FHIR, record)).isNotEmpty();
        }
    }

    @Test
    void everyLineGivesItsOneRecord() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add(mutator.mutate(Templates.FHIR.get(i % Templates.FHIR.size())));
        }
        // A file whose first line is only a bracket is one document that is set out over many lines.
        lines.addFirst(Templates.FHIR.getFirst().getBytes(StandardCharsets.UTF_8));
        List<EhrResource> records = read(lines(lines));
        for (EhrResource record : records) {
            check(record);
        }
        Map<String, Long> bySource =
                records.stream().collect(Collectors.groupingBy(EhrResource::getSource, Collectors.counting()));
        for (int i = 0; i < lines.size(); i++) {
            long expected = isBlank(lines.get(i)) ? 0 : 1;
            assertThat(bySource.getOrDefault("spoilt.ndjson:" + (i + 1), 0L))
                    .as(() -> "a line as " + new String(lines.get(1), StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
        assertThat(records.stream().filter(record -> record.getProblem() == null))
                .as("what is harmless goes on")
                .hasSizeGreaterThan(LINES / 10);
    }

    @Test
    void bundleThatIsSpoiltIsNeverEmpty() throws IOException {
        for (int i = 0; i < BUNDLES; i++) {
            byte[] bundle = mutator.mutate(Templates.BUNDLE);
            String text = new String(bundle, StandardCharsets.UTF_8);
            List<EhrResource> records = read(Files.write(folder.resolve("bundle.json"), bundle));
            for (EhrResource record : records) {
                check(record);
            }
            if (text.contains("\"entry\":[{")) {
                assertThat(records).as(text).isNotEmpty();
            }
        }
    }

    @Test
    void fileOfAnyBytesGivesARecord() throws IOException {
        for (int i = 0; i < FILES; i++) {
            byte[] spoilt = mutator.mutate(Templates.FHIR.get(i % Templates.FHIR.size()));
            List<EhrResource> records = read(Files.write(folder.resolve("one.json"), spoilt));
            assertThat(records).hasSize(1);
            check(records.getFirst());
        }
    }
}
