package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.jobs.config.TopicFile;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.lake.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where records come from, and by what right; the same for {@code collect} and {@code run}. */
final class SourceOptions {
    @Option(
            names = "--fhir",
            paramLabel = "PATH",
            description = "FHIR R4 NDJSON and Bundles, also as .gz: a file or folder")
    private Optional<Path> fhir = Optional.empty();

    @Option(
            names = "--open-mhealth",
            paramLabel = "PATH",
            description = "Open mHealth data points as JSON: a file or folder")
    private Optional<Path> openMHealth = Optional.empty();

    @Option(names = "--images", paramLabel = "DIR", description = "PNG and JPEG images; needs --labels")
    private Optional<Path> images = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description =
                    "Labels of the images: columns image, label and, if known, donor or patient; others are kept, names and the like in bronze only")
    private Optional<Path> labels = Optional.empty();

    @Option(names = "--dicom", paramLabel = "DIR", description = "DICOM Part 10 files")
    private Optional<Path> dicom = Optional.empty();

    @Option(
            names = "--consent",
            paramLabel = "FILE",
            description = "Donors' decisions as CSV or NDJSON: donor, decision, purposes, categories, from, until")
    private Optional<Path> consent = Optional.empty();

    @Option(
            names = "--topic",
            paramLabel = "FILE.conf",
            description =
                    "A topic of your own in the same Kafka, read from where it last ended; the file says what its records mean (examples in conf/topics)")
    private List<Path> topics = new ArrayList<>();

    @Option(
            names = "--basis",
            paramLabel = "TEXT",
            description = "Legal basis of a whole public data set; it grants every purpose, for these records only")
    private Optional<String> basis = Optional.empty();

    @Option(names = "--dataset", paramLabel = "NAME", description = "Name of the data set. Default: the folder's name")
    private Optional<String> dataset = Optional.empty();

    @Option(
            names = "--dates",
            paramLabel = "shifted",
            description = "Says that the source moved its dates, so that some may lie in the future")
    private Optional<String> dates = Optional.empty();

    /** The sources that the options name. */
    List<Source> sources() {
        refuseHalfOfAPair();
        List<Source> sources = new ArrayList<>();
        consent.ifPresent(file -> sources.add(new Source.Consent(file)));
        fhir.ifPresent(path -> sources.add(new Source.Fhir(path, origin(path))));
        openMHealth.ifPresent(path -> sources.add(new Source.OpenMHealth(path, origin(path))));
        images.ifPresent(folder -> sources.add(new Source.Images(folder, labels.orElseThrow(), origin(folder))));
        topics.forEach(file -> sources.add(new Source.UserTopic(TopicFile.read(file), origin(file))));
        dicom.ifPresent(folder -> sources.add(new Source.Dicom(folder, origin(folder))));
        return sources;
    }

    /** The data set of the images, if there are any. */
    Optional<String> imageDataset() {
        return images.map(folder -> origin(folder).dataset());
    }

    private void refuseHalfOfAPair() {
        if (images.isPresent() != labels.isPresent()) {
            throw new ConfigurationException(
                    "Cannot collect images: --images and --labels belong together. Give the other one, too.");
        }
        if (dates.isPresent() && !dates.get().equals("shifted")) {
            throw new ConfigurationException(
                    "--dates " + dates.get() + " is not known. Use --dates shifted, or leave it out.");
        }
    }

    private Origin origin(Path path) {
        return new Origin(dataset.orElseGet(() -> nameOf(path)), basis, dates.isPresent());
    }

    private static String nameOf(Path path) {
        String name = path.toAbsolutePath().normalize().getFileName().toString().toLowerCase(Locale.ROOT);
        return name.replaceAll("\\.(json|ndjson|gz|conf)\\b", "");
    }
}
