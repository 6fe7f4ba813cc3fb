package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One file: NDJSON, whose lines are read one at a time, or one JSON document that may be large.
 *
 * @param path where it lies
 * @param name what its records call it
 * @param folder what the folder's Bundles of organizations and practitioners know
 * @param resources makes the records
 */
record FhirFile(Path path, String name, BundleReferences folder, ResourceReader resources) {
    Records records() {
        if (kind().equals("xml")) {
            return Records.of(xml());
        }
        return holdsLines()
                ? new LineReader(opened(), name, folder, resources)
                : new FhirDocument(this::opened, name, folder, resources).records();
    }

    /** The last part of the name, {@code .gz} aside. */
    private String kind() {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private TextReader opened() {
        return TextReader.open(path);
    }

    private EhrResource xml() {
        try (TextReader text = opened()) {
            return resources.problem(new JsonScanner(text).rest(), name, "FHIR in XML is not read");
        }
    }

    /** Whether to read line by line: by the name, or because whole objects stand in lines under another name. */
    private boolean holdsLines() {
        try (TextReader text = opened()) {
            var lines = new Lines(text);
            String first = lines.next().orElse("");
            boolean named = kind().equals("ndjson") || kind().equals("jsonl");
            return named
                    ? !first.isEmpty() && !first.equals("{")
                    : isObject(first) && lines.next().isPresent();
        }
    }

    private static boolean isObject(String line) {
        try {
            var scanner = new JsonScanner(TextReader.of(line));
            scanner.skip();
            return line.startsWith("{") && scanner.atEnd();
        } catch (JsonScanner.Broken e) {
            return false;
        }
    }
}
