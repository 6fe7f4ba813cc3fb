package eu.havenlake.jobs.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class TakenInSparkTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private List<Source> sources;

    @BeforeEach
    void twoSources() throws IOException {
        Files.writeString(folder.resolve("a.ndjson"), "{}");
        Files.writeString(folder.resolve("consent.csv"), "donor\n");
        sources = List.of(
                new Source.Fhir(folder.resolve("a.ndjson"), new Origin("a", Optional.empty(), false)),
                new Source.Consent(folder.resolve("consent.csv")));
    }

    private List<Source> fresh(TakenIn taken) {
        return taken.fresh(taken.find(sources)).stream()
                .map(TakenIn.Found::source)
                .toList();
    }

    @Test
    void sourceIsSentOnceUntilItChanges(Lake lake) throws IOException {
        TakenIn taken = new TakenIn(lake, "1");
        assertThat(fresh(taken)).isEqualTo(sources);
        taken.keep(taken.find(sources), "run", NOW);
        assertThat(fresh(taken)).isEmpty();
        Files.writeString(folder.resolve("consent.csv"), "donor\nx\n");
        assertThat(fresh(taken)).containsExactly(sources.get(1));
    }

    @Test
    void otherBasisOrOtherVersionIsAnotherSource(Lake lake) {
        TakenIn taken = new TakenIn(lake, "2");
        taken.keep(taken.find(sources), "run", NOW);
        assertThat(fresh(new TakenIn(lake, "3"))).isEqualTo(sources);
        sources = List.of(new Source.Fhir(folder.resolve("a.ndjson"), new Origin("a", Optional.of("public"), false)));
        assertThat(fresh(taken)).isEqualTo(sources);
    }
}
