package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of a few megabytes that can be filled: a tmpfs, which only root may mount.
 *
 * @param folder where it lies
 */
record SmallDisk(Path folder) implements AutoCloseable {

    /** Mounts a new disk at {@code folder}; tells whether this user may. */
    static boolean mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "tmpfs", folder.toString()) == 0;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Fills the disk but for so many bytes. */
    void fillBut(long free) throws IOException {
        long bytes = Files.getFileStore(folder).getUsableSpace() - free;
        assertThat(bytes).as("free before").isPositive();
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    /** Makes space. */
    void empty() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // Also while a process that is on its way out still holds a file.
        assertThat(run("umount", "--lazy", folder.toString())).isZero();
    }
}
