package eu.havenlake.ingest.demo;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes up donors: {@link Synthea}, and a smaller one in tests. */
@FunctionalInterface
public interface DonorSource {
    /**
     * Writes the records of synthetic donors as FHIR R4 Bundles to {@code folder/fhir}, one file a donor. Their history
     * ends on {@link Demo#END}.
     *
     * @param folder where to write, there and empty
     * @param donors how many
     * @param seed same seed, same bytes
     * @param progress told of how far it is, from time to time
     */
    void write(Path folder, int donors, long seed, Consumer<String> progress);
}
