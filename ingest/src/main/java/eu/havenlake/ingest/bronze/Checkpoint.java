package eu.havenlake.ingest.bronze;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * How far a stream has come by its own account: Spark writes {@code offsets/N} when batch N begins and
 * {@code commits/N} when it has ended.
 *
 * @param folder the stream's checkpoint
 */
record Checkpoint(Path folder) {

    /**
     * Whether a batch began and did not end. Bronze may have its records and its account and quarantine may be missing,
     * so that it has to be run again even where nothing new came.
     */
    boolean hasUnfinishedBatch() {
        return newest("offsets") > newest("commits");
    }

    /** Forgets it: the stream begins anew where bronze ends. */
    void delete() {
        if (Files.exists(folder) && !FileUtil.fullyDelete(folder.toFile())) {
            throw new HavenException("Cannot delete %s. Check the folder's permissions.".formatted(folder));
        }
    }

    private long newest(String part) {
        Path batches = folder.resolve(part);
        if (!Files.isDirectory(batches)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(batches)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new HavenException("Cannot list %s: %s. Check the folder's permissions.".formatted(batches, e), e);
        }
    }
}
