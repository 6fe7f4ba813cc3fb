package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records that are read one by one, each when it is asked for.
 *
 * <p>Not a stream of streams: an iterator over such a stream holds all records of a file at once.
 */
interface Records extends AutoCloseable {
    /** The next record; empty at the end. */
    Optional<EhrResource> next();

    @Override
    default void close() {}

    /** One record. */
    static Records of(EhrResource record) {
        var left = new ArrayDeque<EhrResource>();
        left.add(record);
        return () -> Optional.ofNullable(left.poll());
    }

    /** The records of one part after the other; {@code parts} opens the next one, or is empty when there is none. */
    static Records chain(Supplier<Optional<Records>> parts) {
        return new RecordChain(parts);
    }
}
