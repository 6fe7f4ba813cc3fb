package eu.havenlake.ingest.ehr;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The characters of a file (UTF-8, plain or gzip, told apart by the first two bytes) or of a string.
 *
 * <p>A file that cannot be read on (a gzip that breaks off, a bad sector) ends there, and {@link #failure()} says why:
 * what came before is still good.
 */
final class TextReader implements AutoCloseable {
    /** Stands for bytes that are not UTF-8; a noncharacter, which no text may hold (Unicode 23.7). */
    static final char NOT_UTF_8 = '\uFDD0';

    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Reader in;
    private final char[] buffer = new char[1 << 13];
    private int position;
    private int limit;
    private Optional<String> failure = Optional.empty();

    private TextReader(Reader in) {
        this.in = in;
        if (peek() == BYTE_ORDER_MARK) {
            position++;
        }
    }

    static TextReader of(String text) {
        return new TextReader(new StringReader(text));
    }

    /** Opens a file; one that cannot be opened is empty and has a {@link #failure()}. */
    static TextReader open(Path file) {
        try {
            return new TextReader(decoded(unzipped(file)));
        } catch (IOException e) {
            TextReader none = of("");
            none.failure = Optional.of(reason(e));
            return none;
        }
    }

    private static InputStream unzipped(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            bytes.mark(2);
            int magic = bytes.read() << 8 | bytes.read();
            bytes.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static Reader decoded(InputStream bytes) {
        return new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(NOT_UTF_8))));
    }

    /** The next character, left in place; negative at the end. */
    int peek() {
        return position < limit || fill() ? buffer[position] : END;
    }

    /** Takes the next character; negative at the end. */
    int read() {
        return position < limit || fill() ? buffer[position++] : END;
    }

    /** Takes all up to the next {@code stop}, which is left out, and keeps the first {@code most} characters. */
    String readUntil(char stop, int most) {
        var kept = new StringBuilder();
        boolean found = false;
        while (!found && peek() != END) {
            int start = position;
            while (position < limit && buffer[position] != stop) {
                position++;
            }
            kept.append(buffer, start, Math.min(position - start, most - kept.length()));
            found = position < limit;
        }
        read();
        return kept.toString();
    }

    /** Takes the next characters, at most {@code most} of them. */
    String readRest(int most) {
        var kept = new StringBuilder();
        while (kept.length() < most && peek() != END) {
            int length = Math.min(limit - position, most - kept.length());
            kept.append(buffer, position, length);
            position += length;
        }
        return kept.toString();
    }

    private boolean fill() {
        try {
            position = 0;
            limit = failure.isPresent() ? 0 : Math.max(0, in.read(buffer));
        } catch (IOException e) {
            limit = 0;
            failure = Optional.of(reason(e));
        }
        return limit > 0;
    }

    private static String reason(IOException e) {
        return e instanceof EOFException
                ? "the file breaks off"
                : "the file cannot be read on (" + e.getMessage() + ")";
    }

    /** Why the text ends before its end. */
    Optional<String> failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Nothing was written: what was read stays good.
            failure = failure.or(() -> Optional.of(reason(e)));
        }
    }
}
