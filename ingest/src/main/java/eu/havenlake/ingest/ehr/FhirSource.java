package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.lake.HavenException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads health records as FHIR R4 JSON: NDJSON, Bundles of every type and single resources, plain or gzip.
 *
 * <p>Each resource becomes one record that keeps its text character by character. What cannot be read becomes a record
 * with a {@code problem} and its text, so that nothing is dropped and the rest goes on. A resource whose patient cannot
 * be found is a problem too: as a record about nobody it would need no consent.
 *
 * <p>References that only a Bundle can resolve are resolved over the Bundle, then over the Bundles of hospitals and
 * practitioners that Synthea writes into the same folder.
 */
public final class FhirSource {
    private FhirSource() {}

    /**
     * The records of a file, or of all {@code .json}, {@code .ndjson}, {@code .xml} and {@code .gz} files in a folder
     * and its folders, in the order of their names. One resource is held at a time, whatever the size of the files.
     * The stream must be closed.
     *
     * @param path a file or folder
     * @param origin data set that the records belong to
     * @throws HavenException if nothing can be read at {@code path}
     */
    public static Stream<EhrResource> read(Path path, Origin origin) {
        FhirFolder folder = FhirFolder.at(path);
        var resources = new ResourceReader(origin);
        Iterator<Path> files = folder.files().iterator();
        Records records = Records.chain(
                () -> files.hasNext() ? Optional.of(folder.open(files.next(), resources)) : Optional.empty());
        return StreamSupport.stream(new RecordSpliterator(records), false).onClose(records::close);
    }

    private static final class RecordSpliterator extends Spliterators.AbstractSpliterator<EhrResource> {
        private final Records records;

        RecordSpliterator(Records records) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.records = records;
        }

        @Override
        public boolean tryAdvance(Consumer<? super EhrResource> action) {
            Optional<EhrResource> record = records.next();
            record.ifPresent(action);
            return record.isPresent();
        }
    }
}
