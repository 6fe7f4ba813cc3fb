package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Pace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    /** Byte for byte what the first record of any event file of that second is, checksums included. */
    @Test
    void theFirstRecordNamesTheVersionOfTheFormat() throws IOException {
        EventFile unused = EventFile.begin(folder, CLOCK);
        byte[] record = Files.readAllBytes(file());
        assertThat(HexFormat.of().formatHex(record, 0, 8)).isEqualTo("1800000000000000");
        assertThat(HexFormat.of().formatHex(record, 8, 12))
                .as("as in files that TensorFlow writes, whose first record has 24 bytes, too")
                .isEqualTo("a37f4b22");
        assertThat(new String(record, 23, 13, StandardCharsets.UTF_8)).isEqualTo("brain.Event:2");
        assertThat(ByteBuffer.wrap(record, 13, 8).order(ByteOrder.LITTLE_ENDIAN).getDouble())
                .isEqualTo(1.7e9);
    }

    @Test
    void anEpochIsOneRecordOfItsFiguresThatAreNumbers() throws IOException {
        EventFile events = EventFile.begin(folder, CLOCK);
        events.add(new EpochRecord(
                3, 9, 5, 5, 0.01, 0.75, 0.5, EpochRecord.Figures.NONE, 120, 2, true, new Pace(2, 0.25, 0.01, 0, 1)));
        List<byte[]> records = records();
        assertThat(records).hasSize(2);
        String text = new String(records.getLast(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("loss/training", "learning_rate", "exchange_share");
        assertThat(text).doesNotContain("loss/validation", "roc_auc");
        int at = text.indexOf("loss/training") + "loss/training".length();
        assertThat(records.getLast()[at]).as("field 2, four bytes").isEqualTo((byte) 0x15);
        assertThat(ByteBuffer.wrap(records.getLast(), at + 1, 4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat())
                .isEqualTo(0.75f);
        assertThat(text.charAt(9)).as("field 2, the step").isEqualTo((char) 0x10);
        assertThat(text.charAt(10)).isEqualTo((char) 15);
    }

    private List<byte[]> records() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] record = new byte[(int) bytes.getLong()];
            bytes.position(bytes.position() + 4);
            bytes.get(record).position(bytes.position() + 4);
            records.add(record);
        }
        return records;
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}
