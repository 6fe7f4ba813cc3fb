package eu.havenlake.ingest.ehr;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The file or tree of files that one call reads, and what the shared Bundles of each folder in it know. */
final class FhirFolder {
    private static final Pattern FHIR = Pattern.compile("[^.].*\\.(json|ndjson|jsonl|xml|gz)");

    /** Synthea writes organizations and practitioners, to which all patients' Bundles refer, into files of their own. */
    private static final Pattern SHARED = Pattern.compile("(hospital|practitioner)information.*\\.json(\\.gz)?");

    private final Path root;
    private final List<Path> files;
    private final Map<Path, BundleReferences> shared = new HashMap<>();

    private FhirFolder(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Finds the files, in the order of their names.
     *
     * @throws HavenException if there is nothing that can be read
     */
    static FhirFolder at(Path path) {
        try {
            Path root = path.toRealPath();
            return new FhirFolder(root, Files.isDirectory(root) ? found(root) : List.of(root));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(path, "it is missing or closed to this user", e);
        }
    }

    private static List<Path> found(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> found = tree.filter(file -> matches(FHIR, file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw unreadable(root, "it holds no .json, .ndjson or .gz file", null);
            }
            return found;
        }
    }

    private static HavenException unreadable(Path path, String reason, Exception cause) {
        return new HavenException(
                "Cannot read FHIR from " + path + ": " + reason + ". Give the file or folder of a FHIR export.", cause);
    }

    private static boolean matches(Pattern pattern, Path file) {
        return pattern.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT))
                .matches();
    }

    List<Path> files() {
        return files;
    }

    /** Opens one of the files. */
    Records open(Path file, ResourceReader resources) {
        return new FhirFile(file, name(file), shared.computeIfAbsent(file.getParent(), FhirFolder::learn), resources)
                .records();
    }

    private String name(Path file) {
        Path name = file.equals(root) ? file.getFileName() : root.relativize(file);
        return name.toString().replace('\\', '/');
    }

    private static BundleReferences learn(Path folder) {
        var references = new BundleReferences(Optional.empty());
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> matches(SHARED, file)).forEach(file -> learn(file, references));
        } catch (IOException e) {
            // Files of this folder were found before; if it is gone now, reading them says so.
            return references;
        }
        return references;
    }

    private static void learn(Path file, BundleReferences references) {
        try (TextReader text = TextReader.open(file)) {
            BundleSurvey.learn(text, references);
        }
    }
}
