package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final DemoSize TINY = new DemoSize("tiny", 12, 3, 4, 4);
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    @TempDir
    private Path home;

    @Test
    void sameSeedGivesSameBytes() throws IOException {
        prepare("a", 7, new FewDonors());
        prepare("b", 7, new FewDonors());
        assertThat(digests("a")).hasSizeGreaterThan(20).isEqualTo(digests("b"));
    }

    @Test
    void anotherSeedGivesOtherData() throws IOException {
        DemoFolders seven = prepare("a", 7, new FewDonors());
        DemoFolders eight = prepare("a", 8, new FewDonors());
        assertThat(Files.mismatch(seven.consent(), eight.consent())).isNotNegative();
        assertThat(Files.mismatch(seven.labels(), eight.labels())).isNotNegative();
        assertThat(Files.mismatch(wearer(seven), wearer(eight))).isNotNegative();
    }

    @Test
    void wholePartsAreUsedAgain() {
        FewDonors source = new FewDonors();
        DemoFolders first = prepare("a", 7, source);
        long written = first.labels().toFile().lastModified();
        assertThat(prepare("a", 7, source)).isEqualTo(first);
        assertThat(source.calls()).isOne();
        assertThat(first.labels().toFile().lastModified()).isEqualTo(written);
    }

    @Test
    void halfMadePartIsMadeAgain() throws IOException {
        FewDonors source = new FewDonors();
        DemoFolders folders = prepare("a", 7, source);
        Files.delete(home.resolve("a/tiny-7/fundus.whole"));
        Files.delete(folders.labels());
        prepare("a", 7, source);
        assertThat(folders.labels()).exists();
        assertThat(source.calls()).isOne();
    }

    @Test
    void failedPartIsNotWhole() {
        DonorSource broken = (folder, donors, seed, progress) -> {
            throw new HavenException("Cannot make up donors: broken. Mend it.");
        };
        assertThatThrownBy(() -> prepare("a", 7, broken)).isInstanceOf(HavenException.class);
        assertThat(home.resolve("a/tiny-7/donors.whole")).doesNotExist();
        assertThat(home.resolve("a/tiny-7/donors")).doesNotExist();
        assertThat(prepare("a", 7, new FewDonors()).fhir()).exists();
    }

    @Test
    void everyPictureHasItsLabelAndSaysThatItIsSynthetic() throws IOException {
        DemoFolders folders = prepare("a", 7, new FewDonors());
        List<String> lines = Files.readAllLines(folders.labels());
        assertThat(lines.getFirst()).isEqualTo("image,label,grade,patient,eye");
        List<String> labelled =
                lines.stream().skip(1).map(line -> line.split(",")[0]).toList();
        assertThat(labelled).hasSize(4).allMatch(name -> name.startsWith("synthetic-phantom-"));
        try (Stream<Path> pictures = Files.list(folders.images())) {
            assertThat(pictures.map(picture -> picture.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(labelled);
        }
    }

    @Test
    void progressIsTold() {
        prepare("a", 7, new FewDonors());
        assertThat(HEARD).contains("synthetic retinas 4/4").anyMatch(line -> line.startsWith("synthetic wearables: "));
    }

    private DemoFolders prepare(String root, long seed, DonorSource source) {
        return Demo.prepare(home.resolve(root), TINY, seed, source, HEARD::add);
    }

    private static Path wearer(DemoFolders folders) {
        return folders.wearables().resolve("synthetic-wearer-001.ndjson");
    }

    private Map<String, Integer> digests(String root) throws IOException {
        Map<String, Integer> digests = new TreeMap<>();
        Path folder = home.resolve(root);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return digests;
    }
}
