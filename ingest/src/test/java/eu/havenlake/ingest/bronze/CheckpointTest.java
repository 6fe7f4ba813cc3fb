package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder;

    private void batch(String part, String name) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(part)).resolve(name), "v1");
    }

    private boolean unfinished() {
        return new Checkpoint(folder).hasUnfinishedBatch();
    }

    @Test
    void streamThatNeverRanHasNothingToFinish() {
        assertThat(unfinished()).isFalse();
        assertThat(new Checkpoint(folder.resolve("none")).hasUnfinishedBatch()).isFalse();
    }

    @Test
    void batchThatBeganIsUnfinishedUntilItEnds() throws IOException {
        batch("offsets", "0");
        assertThat(unfinished()).isTrue();
        batch("commits", "0");
        assertThat(unfinished()).isFalse();
    }

    @Test
    void batchesAreComparedByNumberAndOtherFilesPassedOver() throws IOException {
        batch("offsets", "10");
        batch("commits", "9");
        batch("commits", ".11.crc");
        batch("commits", "11.tmp");
        assertThat(unfinished()).isTrue();
    }

    @Test
    void whatIsDeletedHasNothingToFinish() throws IOException {
        batch("offsets", "0");
        new Checkpoint(folder).delete();
        assertThat(folder).doesNotExist();
        new Checkpoint(folder).delete();
        assertThat(unfinished()).isFalse();
    }
}
