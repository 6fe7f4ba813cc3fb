package eu.havenlake.ingest.imaging;

import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.lake.objects.ObjectStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The record of one image while it is being read; keeps the first problem and knows how its donor is called. */
final class InstanceDraft {
    private final Origin origin;
    private final ImagingInstance.Builder record;
    private final Map<String, String> attributes = new TreeMap<>();
    private Optional<String> patient = Optional.empty();

    InstanceDraft(Origin origin, String source) {
        this.origin = origin;
        this.record = ImagingInstance.newBuilder()
                .setDataset(origin.dataset())
                .setBasis(origin.basis().orElse(null))
                .setDatesShifted(origin.datesShifted())
                .setSource(source);
    }

    void source(String source) {
        record.setSource(source);
    }

    void named(String name) {
        patient = Optional.of(name);
    }

    void label(String label) {
        record.setLabel(label);
    }

    void object(ObjectStore.StoredObject object) {
        record.setSha256(object.sha256()).setUri(object.uri()).setBytes(object.bytes());
    }

    void mediaType(String mediaType) {
        record.setMediaType(mediaType);
    }

    void width(int columns) {
        record.setWidth(columns);
    }

    void height(int rows) {
        record.setHeight(rows);
    }

    void uids(Optional<String> study, Optional<String> series, Optional<String> instance) {
        record.setStudyUid(study.orElse(null));
        record.setSeriesUid(series.orElse(null));
        record.setInstanceUid(instance.orElse(null));
    }

    void modality(Optional<String> modality, Optional<Instant> acquired) {
        record.setModality(modality.orElse(null)).setAcquired(acquired.orElse(null));
    }

    void attributes(Map<String, String> more) {
        attributes.putAll(more);
    }

    InstanceDraft attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    /** Notes what is wrong; the first problem stays, for it is the cause of the others. */
    InstanceDraft problem(String reason) {
        if (record.getProblem() == null) {
            record.setProblem(reason);
        }
        return this;
    }

    ImagingInstance record() {
        Optional<String> named = patient.filter(Origin::isWhole);
        if (patient.isPresent() && named.isEmpty()) {
            problem("the donor's name is blank or damaged; is the file UTF-8?");
        }
        Optional<String> whose = named.or(() -> Optional.ofNullable(record.getSha256()));
        return record.setDonor(whose.map(origin::donor).orElse(null))
                .setDonorNamed(named.isPresent())
                .setAttributes(attributes)
                .build();
    }
}
