package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes small FHIR files for tests and reads them with {@link FhirSource}. */
final class FhirText {
    static final Origin ORIGIN = new Origin("trial", Optional.of("made up for a test"), true);

    private FhirText() {}

    static Path write(Path folder, String name, String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Files.createDirectories(folder.resolve(name).getParent());
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static List<EhrResource> read(Path path) {
        try (Stream<EhrResource> records = FhirSource.read(path, ORIGIN)) {
            return records.toList();
        }
    }

    /** A transaction Bundle of entries, each given as fullUrl and resource. */
    static String bundle(String... urlsAndResources) {
        var entries = new StringJoiner(",\n", "[", "]");
        for (int i = 0; i < urlsAndResources.length; i += 2) {
            entries.add("{\"fullUrl\":\"" + urlsAndResources[i] + "\",\"resource\":" + urlsAndResources[i + 1]
                    + ",\"request\":{\"method\":\"POST\",\"url\":\"X\"}}");
        }
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":" + entries + "}";
    }
}
