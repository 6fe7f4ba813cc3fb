package eu.havenlake.ingest.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is whole or made again. It is filled under another name and renamed; a marker file beside it, written
 * last, says what is in it. A marker that says something else (another size, an older recipe) does not count.
 */
final class Part {
    private final Path folder;
    private final String contents;

    /**
     * @param folder where the part shall lie
     * @param contents one line about what it holds and by which recipe
     */
    Part(Path folder, String contents) {
        this.folder = folder;
        this.contents = contents;
    }

    /** Fills a folder that is there and empty. */
    @FunctionalInterface
    interface Filling {
        void into(Path folder) throws IOException;
    }

    /** The folder as an earlier run left it, or filled now. */
    Path orFilledBy(Filling filling) {
        try {
            if (!isWhole()) {
                fill(filling);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot make the demo data in " + folder + ": " + e.getMessage()
                            + ". Check that the disk has room and that the folder can be written.",
                    e);
        }
    }

    boolean isWhole() throws IOException {
        try {
            return Files.readString(marker()).strip().equals(contents) && Files.isDirectory(folder);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void fill(Filling filling) throws IOException {
        Path making = folder.resolveSibling(folder.getFileName() + ".making");
        delete(making);
        Files.createDirectories(making);
        filling.into(making);
        Files.deleteIfExists(marker());
        delete(folder);
        Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(marker(), contents + "\n");
    }

    private Path marker() {
        return folder.resolveSibling(folder.getFileName() + ".whole");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
