package eu.havenlake.jobs.report;

import eu.havenlake.training.engine.worker.EpochRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The curves of a training as TensorBoard reads them while it goes on: a file of records, each its length, the length's
 * checksum, the bytes and their checksum, as in TFRecord files; the bytes are TensorFlow's protocol buffer {@code Event}.
 */
public final class EventFile {
    private static final int MASK = 0xa282ead8;

    private final Path file;
    private final Clock clock;

    private EventFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Begins a file in a folder of its own for each run, as TensorBoard wants them.
     *
     * @param folder of the run; made where it is missing
     */
    public static EventFile begin(Path folder, Clock clock) {
        EventFile events = new EventFile(
                folder.resolve("events.out.tfevents." + clock.instant().getEpochSecond() + ".haven"), clock);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder of curves " + folder, e);
        }
        Message version = events.event().text(3, "brain.Event:2");
        events.append(version);
        return events;
    }

    /** Adds the figures that are numbers, at the number of iterations so far. */
    public void add(EpochRecord epoch) {
        Message summary = new Message();
        figures(epoch).forEach((tag, value) -> {
            if (Double.isFinite(value)) {
                summary.message(1, new Message().text(1, tag).decimal(2, value.floatValue()));
            }
        });
        append(event().number(2, epoch.steps()).message(5, summary));
    }

    private static Map<String, Double> figures(EpochRecord epoch) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss/training", epoch.trainingLoss());
        figures.put("loss/validation", epoch.validation().loss());
        figures.put("accuracy/training", epoch.trainingAccuracy());
        figures.put("accuracy/validation", epoch.validation().accuracy());
        figures.put("balanced_accuracy/validation", epoch.validation().balancedAccuracy());
        figures.put("roc_auc/validation", epoch.validation().rocAuc());
        figures.put("learning_rate", epoch.learningRate());
        figures.put("images_per_second", epoch.imagesPerSecond());
        figures.put("exchange_share", epoch.pace().exchange());
        figures.put("wait_share", epoch.pace().waiting());
        return figures;
    }

    private Message event() {
        return new Message().wide(1, clock.millis() / 1000.0);
    }

    private void append(Message event) {
        byte[] bytes = event.bytes();
        byte[] length = buffer(8).putLong(bytes.length).array();
        ByteBuffer record = buffer(bytes.length + 16)
                .put(length)
                .putInt(checksum(length))
                .put(bytes)
                .putInt(checksum(bytes));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(record.array());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the curves to " + file, e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The few kinds of fields that are needed of the protocol buffers' wire format. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Message wide(int field, double value) {
            varint(field << 3 | 1);
            out.writeBytes(buffer(8).putDouble(value).array());
            return this;
        }

        Message decimal(int field, float value) {
            varint(field << 3 | 5);
            out.writeBytes(buffer(4).putFloat(value).array());
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        private Message bytes(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            for (; rest > 127; rest >>>= 7) {
                out.write((int) (rest & 127 | 128));
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
