package eu.havenlake.training.engine.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Batch;
import eu.havenlake.training.spi.Replica;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes what a worker's first pass saw and computed, so that another framework can check it: {@code step.json}, and
 * beside it arrays as raw 32-bit numbers, little-endian: {@code parameters}, {@code images} (NCHW), {@code labels}
 * (integers), {@code weights} of the images in the loss, {@code logits}, {@code gradient} of the mean loss.
 */
final class StepDump {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Images of donors, outside of the home. */
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path folder;

    private StepDump(Path folder) {
        this.folder = folder;
    }

    /**
     * A dump into a folder of this worker's own; an earlier attempt's is written over.
     *
     * @throws HavenException if it cannot be made
     */
    static StepDump into(String parent, int worker) {
        Path folder = Path.of(parent, "worker-%05d".formatted(worker));
        try {
            return new StepDump(Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY)));
        } catch (IOException e) {
            throw refusal(folder, e);
        }
    }

    private static HavenException refusal(Path folder, IOException e) {
        return new HavenException(
                "Cannot dump a step to %s: %s. Name a new folder (training.dump-step) that can be written."
                        .formatted(folder, e),
                e);
    }

    /** @param loss mean over the batch */
    void write(Replica replica, Batch batch, float[] logits, double loss) {
        try {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("network", replica.architecture().network().kind().toString());
            step.put("rows", replica.rows());
            step.put("input", replica.architecture().input());
            step.put("classes", replica.architecture().classes());
            step.put("loss", loss);
            step.put("blocks", replica.blocks());
            floats("parameters", replica.parameters());
            floats("images", batch.images());
            floats("weights", batch.weights());
            floats("logits", logits);
            floats("gradient", replica.gradients());
            ByteBuffer labels = buffer(batch.labels().length);
            labels.asIntBuffer().put(batch.labels());
            Files.write(folder.resolve("labels"), labels.array());
            Files.write(folder.resolve("step.json"), JSON.writeValueAsBytes(step));
        } catch (IOException e) {
            throw refusal(folder, e);
        }
    }

    private void floats(String name, float[] values) throws IOException {
        int block = 1 << 18;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (int from = 0; from < values.length; from += block) {
                float[] some = Arrays.copyOfRange(values, from, Math.min(from + block, values.length));
                ByteBuffer bytes = buffer(some.length);
                bytes.asFloatBuffer().put(some);
                out.write(bytes.array());
            }
        }
    }

    private static ByteBuffer buffer(int values) {
        return ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
    }
}
