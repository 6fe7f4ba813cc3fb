package eu.havenlake.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.ingest.wearable.OpenMHealthSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six thousand spoilt data points of wearables: each gives a record, and each record a verdict with a reason. */
class DataPointFuzzTest {
    private static final long SEED = 815;
    private static final int LINES = 5_500;
    private static final int FILES = 500;
    private static final Origin WATCHES = new Origin("watches", Optional.empty(), false);

    @TempDir
    private Path folder;

    private final JsonMutator mutator = new JsonMutator(SEED);

    private static List<WearableSample> read(Path path) {
        try (Stream<WearableSample> records = OpenMHealthSource.open(path).read(WATCHES)) {
            return records.toList();
        }
    }

    private static boolean isBlank(byte[] line) {
        return new String(line, StandardCharsets.UTF_8)
                .replaceFirst("^\uFEFF", "")
                .isBlank();
    }

    private static void check(WearableSample record) throws IOException {
        Sent.check(record);
        if (record.getProblem() == null) {
            assertThat(CuratedRecord.read(Topic.WEARABLE_SAMPLE, record)).isNotEmpty();
        }
    }

    @Test
    void everyLineGivesItsOneRecord() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        var text = new ByteArrayOutputStream();
        for (int i = 0; i < LINES; i++) {
            byte[] line = mutator.mutate(Templates.DATA_POINTS.get(i % Templates.DATA_POINTS.size()));
            lines.add(line);
            text.writeBytes(line);
            text.write('\n');
        }
        List<WearableSample> records = read(Files.write(folder.resolve("spoilt.ndjson"), text.toByteArray()));
        for (WearableSample record : records) {
            check(record);
        }
        Map<String, Long> bySource =
                records.stream().collect(Collectors.groupingBy(WearableSample::getSource, Collectors.counting()));
        for (int i = 0; i < lines.size(); i++) {
            assertThat(bySource.getOrDefault("spoilt.ndjson:" + (i + 1), 0L))
                    .as("line %d", i + 1)
                    .isEqualTo(isBlank(lines.get(i)) ? 0 : 1);
        }
        assertThat(records.stream().filter(record -> record.getProblem() == null))
                .as("what is harmless goes on")
                .hasSizeGreaterThan(LINES / 10);
    }

    @Test
    void fileOfAnyBytesGivesARecord() throws IOException {
        for (int i = 0; i < FILES; i++) {
            byte[] spoilt = mutator.mutate(Templates.DATA_POINTS.get(i % Templates.DATA_POINTS.size()));
            List<WearableSample> records = read(Files.write(folder.resolve("one.json"), spoilt));
            if (!new String(spoilt, StandardCharsets.UTF_8).strip().startsWith("[")) {
                assertThat(records).isNotEmpty();
            }
            for (WearableSample record : records) {
                check(record);
            }
        }
    }
}
