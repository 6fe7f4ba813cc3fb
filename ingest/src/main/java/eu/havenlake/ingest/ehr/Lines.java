package eu.havenlake.ingest.ehr;

import java.util.Optional;

/** The lines of a text that are not blank, one at a time. */
final class Lines {
    private final TextReader text;
    private long number;

    Lines(TextReader text) {
        this.text = text;
    }

    /** The next line that is not blank, without its end; at most as many characters as the longest value and one. */
    Optional<String> next() {
        while (text.peek() >= 0) {
            String line = line();
            if (!line.isBlank()) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private String line() {
        number++;
        return text.readUntil('\n', JsonScanner.LONGEST + 1).strip();
    }

    /** Number of the line last taken, from 1. */
    long number() {
        return number;
    }
}
