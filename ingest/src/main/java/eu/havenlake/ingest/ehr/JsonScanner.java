package eu.havenlake.ingest.ehr;

import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts JSON into the exact texts of its values, without holding more than one of them.
 *
 * <p>Only brackets and quotes are looked at, so that a value with broken JSON inside is cut out whole and its
 * neighbours stay readable; whether a value is good JSON is for the parser to say. A line break inside a string, which
 * JSON forbids (RFC 8259 section 7), ends the string: a lost quote then spoils one line, not the rest of the file.
 */
final class JsonScanner {
    /** Longest value in characters; a longer one is cut off and broken. */
    static final int LONGEST = 16 << 20;

    static final String TOO_LONG = "it is longer than " + LONGEST + " characters";

    /** JSON that cannot be cut further; the text is what was read of the value at fault. */
    static final class Broken extends Exception {
        private final transient String text;

        Broken(String reason, String text) {
            super(reason);
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final TextReader in;
    /** Not a StringBuilder, which checks more for each character than all the rest here does. */
    private char[] kept = new char[1 << 8];

    private int length;
    private boolean keeping;

    JsonScanner(TextReader in) {
        this.in = in;
    }

    /** Takes the next character if it is {@code expected}, white space aside. */
    boolean take(char expected) {
        boolean found = peek() == expected;
        if (found) {
            in.read();
        }
        return found;
    }

    /** Inside an object: the name of the next member, its value being next; empty after the last one. */
    Optional<String> member() throws Broken {
        take(',');
        if (take('}')) {
            return Optional.empty();
        }
        if (peek() != '"') {
            throw broken(peek() < 0 ? "it breaks off within an object" : "a member's name is missing");
        }
        String name = value();
        if (!take(':')) {
            throw broken("a colon is missing after a member's name");
        }
        return Optional.of(name.substring(1, name.length() - 1));
    }

    /** Inside an array: whether a further element is next. */
    boolean element() throws Broken {
        take(',');
        if (peek() < 0) {
            throw broken("it breaks off within an array");
        }
        return !take(']');
    }

    /** The text of the next value. */
    String value() throws Broken {
        peek();
        return scan(true);
    }

    /** Passes over the next value. */
    void skip() throws Broken {
        peek();
        scan(false);
    }

    /** Whether nothing but white space is left. */
    boolean atEnd() {
        return peek() < 0;
    }

    /** What is left, up to the longest value. */
    String rest() {
        return in.readRest(LONGEST);
    }

    private int peek() {
        while (isBlank(in.peek())) {
            in.read();
        }
        return in.peek();
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private Broken broken(String reason) {
        return new Broken(reason, rest());
    }

    private String scan(boolean keep) throws Broken {
        length = 0;
        keeping = keep;
        int depth = 0;
        do {
            int c = in.peek();
            if (c < 0) {
                throw new Broken("it breaks off", text());
            }
            depth += switch (c) {
                case '{', '[' -> 1;
                case '}', ']' -> -1;
                default -> 0;
            };
            if (depth >= 0) {
                token(c, depth);
            }
        } while (depth > 0);
        return checked(depth);
    }

    private String checked(int depth) throws Broken {
        if (depth < 0) {
            throw broken("a value is missing");
        }
        if (length > LONGEST) {
            throw new Broken(TOO_LONG, text());
        }
        return text();
    }

    private void token(int first, int depth) throws Broken {
        if (first == '"') {
            string();
        } else if (depth > 0 || first == '}' || first == ']') {
            keepOne();
        } else {
            scalar();
        }
    }

    private void string() {
        keepOne();
        while (in.peek() >= 0 && in.peek() != '\n') {
            int c = keepOne();
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                keepOne();
            }
        }
    }

    private void scalar() throws Broken {
        if (endsScalar(in.peek())) {
            throw broken("a value is missing");
        }
        while (!endsScalar(in.peek())) {
            keepOne();
        }
    }

    private static boolean endsScalar(int c) {
        return c < 0 || c == ',' || c == ':' || c == '}' || c == ']' || isBlank(c);
    }

    private int keepOne() {
        int c = in.read();
        if (keeping && c >= 0 && length <= LONGEST) {
            if (length == kept.length) {
                kept = Arrays.copyOf(kept, 2 * length);
            }
            kept[length++] = (char) c;
        }
        return c;
    }

    private String text() {
        return new String(kept, 0, length);
    }
}
