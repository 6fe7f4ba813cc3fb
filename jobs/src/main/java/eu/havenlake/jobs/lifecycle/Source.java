package eu.havenlake.jobs.lifecycle;

import eu.havenlake.ingest.consent.ConsentFile;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.ehr.FhirSource;
import eu.havenlake.ingest.imaging.DicomFolder;
import eu.havenlake.ingest.imaging.ImageFolder;
import eu.havenlake.ingest.wearable.OpenMHealthSource;
import eu.havenlake.jobs.config.TopicFile;
import eu.havenlake.lake.objects.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** A place that records are collected from. */
public sealed interface Source {

    /** What it is called in progress lines. */
    String label();

    /** The files and folders that it is read from. */
    List<Path> paths();

    /** A place whose records are read one after another. */
    sealed interface Read extends Source {
        /** Its records; pixels go to {@code objects} on the way. */
        Stream<? extends SpecificRecord> records(ObjectStore objects);
    }

    /** A topic of somebody else, which is read from where it last ended. */
    record UserTopic(TopicFile file, Origin origin) implements Source {
        @Override
        public String label() {
            return "records of topic " + file.mapping().topic();
        }

        @Override
        public List<Path> paths() {
            return List.of();
        }
    }

    /** FHIR R4 resources. */
    record Fhir(Path path, Origin origin) implements Read {
        @Override
        public String label() {
            return "FHIR resources of " + origin.dataset();
        }

        @Override
        public List<Path> paths() {
            return List.of(path);
        }

        @Override
        public Stream<? extends SpecificRecord> records(ObjectStore objects) {
            return FhirSource.read(path, origin);
        }
    }

    /** Open mHealth data points. */
    record OpenMHealth(Path path, Origin origin) implements Read {
        @Override
        public String label() {
            return "wearable data points of " + origin.dataset();
        }

        @Override
        public List<Path> paths() {
            return List.of(path);
        }

        @Override
        public Stream<? extends SpecificRecord> records(ObjectStore objects) {
            return OpenMHealthSource.open(path).read(origin);
        }
    }

    /** Labelled images. */
    record Images(Path folder, Path labels, Origin origin) implements Read {
        @Override
        public String label() {
            return "images of " + origin.dataset();
        }

        @Override
        public List<Path> paths() {
            return List.of(folder, labels);
        }

        @Override
        public Stream<? extends SpecificRecord> records(ObjectStore objects) {
            return ImageFolder.open(folder, labels).read(origin, objects);
        }
    }

    /** DICOM files. */
    record Dicom(Path folder, Origin origin) implements Read {
        @Override
        public String label() {
            return "DICOM files of " + origin.dataset();
        }

        @Override
        public List<Path> paths() {
            return List.of(folder);
        }

        @Override
        public Stream<? extends SpecificRecord> records(ObjectStore objects) {
            return DicomFolder.open(folder).read(origin, objects);
        }
    }

    /** Decisions of donors. */
    record Consent(Path file) implements Read {
        @Override
        public String label() {
            return "consent decisions";
        }

        @Override
        public List<Path> paths() {
            return List.of(file);
        }

        @Override
        public Stream<? extends SpecificRecord> records(ObjectStore objects) {
            return ConsentFile.open(file).read();
        }
    }
}
