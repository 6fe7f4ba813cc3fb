package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Synthea, two donors of a process each: its jars are fetched into the build folder once. */
class SyntheaIT {
    private static final Path ROOT = Path.of(System.getProperty("haven.root"));

    @TempDir
    private Path folder;

    @Test
    void donorsLiveAndTheirRecordsEndWhereTheDemoSays() {
        List<String> heard = new ArrayList<>();
        Synthea synthea =
                new Synthea(ROOT.resolve("ingest/target/synthea-jars"), ROOT.resolve("deploy/synthea/pom.xml"), 1);
        synthea.write(folder, 2, 5, heard::add);
        assertThat(heard).contains("synthetic donors 1/2", "synthetic donors 2/2");
        assertThat(folder.resolve("fhir/synthea-0-hospitalInformation1767225600000.json"))
                .exists();
        assertThat(folder.resolve("fhir/synthea-1-hospitalInformation1767225600000.json"))
                .exists();
        assertThat(SyntheticDonor.readAll(folder.resolve("fhir"))).hasSize(2).allSatisfy(donor -> {
            assertThat(donor.patient()).matches("[0-9a-f-]{36}");
            assertThat(donor.born()).isBetween(LocalDate.of(1885, 1, 1), Demo.END);
        });
    }
}
