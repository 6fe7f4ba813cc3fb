package eu.havenlake.training.engine.checkpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.worker.Section;
import eu.havenlake.training.engine.worker.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one training in a folder of any Hadoop file system that all workers reach: {@code
 * evaluation-000007/part-00000.bin} of each worker and {@code checkpoint.json}. The latter is written last and by a rename, so
 * that a checkpoint is whole or is none. The newest two are kept.
 */
public final class Checkpoints {
    private static final String CARD = "checkpoint.json";
    private static final int KEPT = 2;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final FileSystem files;

    /** @param folder a path or URI */
    public Checkpoints(String folder, Configuration hadoop) {
        try {
            this.folder = new Path(folder);
            this.files = this.folder.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the folder of checkpoints " + folder, e);
        }
    }

    /** The newest whole checkpoint. */
    public Optional<Checkpoint> newest() {
        return whole().findFirst().map(this::card);
    }

    /** What the checkpoint after so many evaluations says of itself. */
    public Checkpoint of(int evaluations) {
        return card(folder(evaluations));
    }

    /** Removes all. */
    public void clear() {
        try {
            files.delete(folder, true);
        } catch (IOException e) {
            throw cannot("remove", folder, e);
        }
    }

    /**
     * Writes a checkpoint together with all other workers, who must call this, too.
     *
     * @param said what it says of itself, but for its files
     * @param sections of this worker
     * @throws HavenException if it cannot be written; the one before is still there
     */
    public void save(Checkpoint said, List<Section> sections, Exchange exchange) {
        Path target = folder(said.epochs().size());
        try {
            begin(target, exchange);
            Checkpoint.Part own = write(name(exchange.worker()), sections, target);
            List<Checkpoint.Part> parts = parts(exchange.gather(own.bytes(), own.crc32c()));
            if (exchange.worker() == 0) {
                writeCard(said.with(parts), target);
                removeOld();
            }
        } catch (IOException e) {
            discard(target);
            throw cannot("write", target, e);
        }
    }

    /** Half a checkpoint would only keep a full disk full. */
    private void discard(Path target) {
        try {
            files.delete(target, true);
        } catch (IOException ignored) {
            // Without its card it is no checkpoint; the first error is the one to report.
        }
    }

    /** What an earlier attempt may have left there is no checkpoint any more before its files are written over. */
    private void begin(Path target, Exchange exchange) throws IOException {
        if (exchange.worker() == 0) {
            files.delete(new Path(target, CARD), false);
        }
        var unused = exchange.gather();
    }

    private Checkpoint.Part write(String name, List<Section> sections, Path target) throws IOException {
        return PartFile.write(name, sections, files.create(new Path(target, name), true));
    }

    private static List<Checkpoint.Part> parts(double[][] written) {
        return IntStream.range(0, written.length)
                .mapToObj(worker ->
                        new Checkpoint.Part(name(worker), (long) written[worker][0], (long) written[worker][1]))
                .toList();
    }

    private void writeCard(Checkpoint checkpoint, Path target) throws IOException {
        Path aside = new Path(target, "." + CARD);
        try (OutputStream out = files.create(aside, true)) {
            out.write(JSON.writeValueAsBytes(checkpoint));
        }
        if (!files.rename(aside, new Path(target, CARD))) {
            throw new IOException(aside + " cannot be renamed");
        }
    }

    /** Old ones, and what attempts that ended have left half written. */
    private void removeOld() throws IOException {
        List<Path> kept = whole().limit(KEPT).toList();
        for (Path old : folders().filter(path -> !kept.contains(path)).toList()) {
            files.delete(old, true);
        }
    }

    /**
     * Reads the arrays of the checkpoint after so many evaluations.
     *
     * @throws HavenException if a file is damaged
     */
    public Stored read(int evaluations) {
        Path source = folder(evaluations);
        List<Section> sections = new ArrayList<>();
        for (Checkpoint.Part part : card(source).files()) {
            Path file = new Path(source, part.name());
            try {
                sections.addAll(PartFile.read(part, files.open(file)));
            } catch (IOException e) {
                throw new HavenException(
                        "Cannot go on from checkpoint %s: %s. Remove the folder %s; the training then goes on from the checkpoint before it, or anew."
                                .formatted(file, e.getMessage(), source),
                        e);
            }
        }
        return (name, length) -> whole(source, sections, name, length);
    }

    private static float[] whole(Path source, List<Section> sections, String name, int length) {
        float[] whole = new float[length];
        int found = 0;
        for (Section section : sections) {
            if (section.name().equals(name) && section.from() + section.length() <= length) {
                System.arraycopy(section.values(), 0, whole, section.from(), section.length());
                found += section.length();
            }
        }
        if (found != length) {
            throw new HavenException(
                    "Cannot go on from checkpoint %s: it holds %d values of %s where this network has %d. Train without --resume."
                            .formatted(source, found, name, length));
        }
        return whole;
    }

    /** Folders that hold a whole checkpoint, newest first. */
    private Stream<Path> whole() {
        return folders()
                .filter(path -> exists(new Path(path, CARD)))
                .sorted(Comparator.comparing(Path::getName).reversed());
    }

    private Stream<Path> folders() {
        try {
            FileStatus[] found = files.exists(folder) ? files.listStatus(folder) : new FileStatus[0];
            return Arrays.stream(found)
                    .map(FileStatus::getPath)
                    .filter(path -> path.getName().matches("evaluation-\\d{6}"));
        } catch (IOException e) {
            throw cannot("list", folder, e);
        }
    }

    private boolean exists(Path file) {
        try {
            return files.exists(file);
        } catch (IOException e) {
            throw cannot("find", file, e);
        }
    }

    private Checkpoint card(Path source) {
        try (InputStream in = files.open(new Path(source, CARD))) {
            return JSON.readValue(in, Checkpoint.class);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot read checkpoint %s: %s. Remove that folder.".formatted(source, e.getMessage()), e);
        }
    }

    private Path folder(int evaluations) {
        return new Path(folder, "evaluation-%06d".formatted(evaluations));
    }

    private static String name(int worker) {
        return "part-%05d.bin".formatted(worker);
    }

    private HavenException cannot(String what, Path path, IOException cause) {
        return new HavenException(
                "Cannot %s checkpoint %s: %s. Check space and rights of %s; checkpoints that were whole still are: go on from them with haven train --resume."
                        .formatted(what, path, cause.getMessage(), folder),
                cause);
    }
}
