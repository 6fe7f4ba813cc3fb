package eu.havenlake.ingest.file;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files below a folder, in the order of their names, so that two readings give the same order. Hidden files and
 * folders are left out; links to folders are not followed below the root.
 */
public final class FileTree {
    private final Path root;
    private final List<Path> files;

    private FileTree(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Lists a folder, or a single file as a tree of one.
     *
     * @param start folder or file
     * @param option option of the command line that named it, for the error
     * @throws HavenException where there is nothing to read
     */
    public static FileTree of(Path start, String option) {
        if (!Files.isReadable(start)) {
            throw new HavenException("Cannot read %s: no such folder or file, or no right to read it. Give %s another."
                    .formatted(start, option));
        }
        try {
            Path real = start.toRealPath();
            return Files.isDirectory(real)
                    ? new FileTree(real, walk(real))
                    : new FileTree(real.getParent(), List.of(real));
        } catch (IOException | UncheckedIOException e) {
            throw new HavenException(
                    "Cannot list %s: %s. Make it readable, or give %s another.".formatted(start, e, option), e);
        }
    }

    /** Like {@link #of}, for an option that takes a folder only. */
    public static FileTree ofFolder(Path folder, String option) {
        if (!Files.isDirectory(folder)) {
            throw new HavenException("Cannot read %s: it is not a folder. Give %s a folder.".formatted(folder, option));
        }
        return of(folder, option);
    }

    private static List<Path> walk(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> Files.isRegularFile(path) && !hidden(root.relativize(path)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Only those of the files that {@code wanted} takes. */
    public FileTree keeping(Predicate<Path> wanted) {
        return new FileTree(root, files.stream().filter(wanted).toList());
    }

    /** All files, as absolute paths. */
    public List<Path> files() {
        return files;
    }

    /** The name of a file as records give it: from the root on, with {@code /} on every system. */
    public String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /**
     * The records of all files, one file open at a time. Not a {@code flatMap}: an iterator over one holds all records
     * of a file at once.
     *
     * @param reader the records of one file, lazily
     */
    public <T> Stream<T> records(Function<Path, Stream<T>> reader) {
        Chain<T> chain = new Chain<>(files.iterator(), reader);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(chain, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(chain::close);
    }

    private static final class Chain<T> implements Iterator<T> {
        private final Iterator<Path> files;
        private final Function<Path, Stream<T>> reader;
        private Stream<T> open = Stream.empty();
        private Iterator<T> current = Collections.emptyIterator();

        Chain(Iterator<Path> files, Function<Path, Stream<T>> reader) {
            this.files = files;
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && files.hasNext()) {
                close();
                open = reader.apply(files.next());
                current = open.iterator();
            }
            return current.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }

        private void close() {
            open.close();
        }
    }

    /** The folder, free of links. */
    public Path root() {
        return root;
    }
}
