package eu.havenlake.ingest.file;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a UTF-8 text file, gzip where its name ends in {@code .gz}. What is not UTF-8 becomes U+FFFD. A file that
 * breaks off (a cut archive, a failing disk) gives one last line with the reason, never an exception.
 */
public final class TextLines {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextLines() {}

    /**
     * One line.
     *
     * @param number from 1
     * @param text without its end
     * @param problem why no more could be read; the text is empty then
     */
    public record Line(int number, String text, Optional<String> problem) {
        /** Whether there is nothing in it to read. */
        public boolean blank() {
            return problem.isEmpty() && text.isBlank();
        }
    }

    /** The bytes of a file, unpacked. */
    public static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Reads a file lazily; it is closed at its end, or with the stream. */
    public static Stream<Line> of(Path file) {
        Lines lines = new Lines(file);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(lines::close);
    }

    private static final class Lines implements Iterator<Line> {
        private final Path file;
        private Optional<BufferedReader> reader = Optional.empty();
        private Optional<Line> next = Optional.empty();
        private int number;
        private boolean ended;

        Lines(Path file) {
            this.file = file;
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && !ended) {
                next = advance();
                ended = next.isEmpty() || next.get().problem().isPresent();
                if (ended) {
                    close();
                }
            }
            return next.isPresent();
        }

        @Override
        public Line next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Line line = next.orElseThrow();
            next = Optional.empty();
            return line;
        }

        private Optional<Line> advance() {
            number++;
            try {
                if (reader.isEmpty()) {
                    reader = Optional.of(new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8)));
                }
                String text = reader.get().readLine();
                return Optional.ofNullable(text)
                        .map(t -> new Line(number, number == 1 ? unmarked(t) : t, Optional.empty()));
            } catch (IOException e) {
                return Optional.of(new Line(number, "", Optional.of("the file breaks off here: " + e.getMessage())));
            }
        }

        private static String unmarked(String text) {
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        }

        private void close() {
            try {
                if (reader.isPresent()) {
                    reader.get().close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
