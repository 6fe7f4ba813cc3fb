package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import java.util.Optional;
import java.util.function.Supplier;

/** Records of several parts, one part open at a time. */
final class RecordChain implements Records {
    private final Supplier<Optional<Records>> parts;
    private Records current = Optional::empty;

    RecordChain(Supplier<Optional<Records>> parts) {
        this.parts = parts;
    }

    @Override
    public Optional<EhrResource> next() {
        while (true) {
            Optional<EhrResource> record = current.next();
            if (record.isPresent()) {
                return record;
            }
            Optional<Records> part = openNext();
            if (part.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    private Optional<Records> openNext() {
        current.close();
        current = Optional::empty;
        Optional<Records> part = parts.get();
        part.ifPresent(records -> current = records);
        return part;
    }

    @Override
    public void close() {
        current.close();
    }
}
