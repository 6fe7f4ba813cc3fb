package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentSetTest {
    private static final int DONORS = 1000;

    @TempDir
    private Path folder;

    private List<String[]> rows = List.of();

    @BeforeEach
    void readBack() throws IOException {
        new ConsentSet(9).write(folder, FewDonors.list(DONORS), FundusSet.patients(2 * DONORS));
        List<String> lines = Files.readAllLines(folder.resolve(ConsentSet.FILE));
        assertThat(lines.getFirst()).isEqualTo("donor,decision,purposes,categories,from,until");
        rows = lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    @Test
    void mostDonorsGrantEverythingForGood() {
        long withdrawn = of("synthetic:", "withdraw").count();
        long everything = of("synthetic:", "grant")
                .filter(row -> row[2].isEmpty() && row[3].isEmpty())
                .count();
        assertThat(everything - withdrawn).isBetween(DONORS * 81L / 100, DONORS * 89L / 100);
        assertThat(withdrawn).isBetween(20L, 65L);
    }

    @Test
    void someGrantOnlyAPart() {
        assertThat(of("synthetic:", "grant")
                        .filter(row -> row[3].equals("clinical"))
                        .count())
                .isBetween(20L, 65L);
        assertThat(of("synthetic:", "grant")
                        .filter(row -> row[2].equals(Demo.OUTCOMES_PURPOSE))
                        .count())
                .isBetween(8L, 40L);
    }

    @Test
    void someNeverDecided() {
        assertThat(DONORS - of("synthetic:", "grant").count()).isBetween(20L, 65L);
        assertThat(DONORS - of("synthetic-fundus:", "grant").count()).isBetween(12L, 55L);
    }

    @Test
    void mostPhantomsCanBeUsedByTheStudyOfRetinas() {
        long usable = of("synthetic-fundus:", "grant")
                        .filter(row -> row[2].isEmpty() || row[2].equals(Demo.FUNDUS_PURPOSE))
                        .count()
                - of("synthetic-fundus:", "withdraw").count();
        assertThat(usable).isBetween(DONORS * 86L / 100, DONORS * 94L / 100);
    }

    @Test
    void purposesAreWords() {
        assertThat(rows).allMatch(row -> row.length == 6 && row[2].matches("[a-z-]*"));
    }

    private Stream<String[]> of(String donors, String decision) {
        return rows.stream().filter(row -> row[0].startsWith(donors) && row[1].equals(decision));
    }
}
