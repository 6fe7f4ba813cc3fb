package eu.havenlake.ingest.ehr;

import java.util.Optional;

/**
 * Walks through the members of a JSON object as if it were a Bundle and stops at each element of its {@code entry}
 * array, so that a Bundle of any size needs the memory of one entry.
 */
final class BundleEntries {
    private final JsonScanner scanner;
    private boolean started;
    private boolean inEntries;
    private boolean ended;
    private int index = -1;
    private Optional<String> resourceType = Optional.empty();

    BundleEntries(TextReader text) {
        this.scanner = new JsonScanner(text);
    }

    /** The text of the next entry; empty after the object's end. */
    Optional<String> next() throws JsonScanner.Broken {
        try {
            return advance();
        } catch (JsonScanner.Broken e) {
            ended = true;
            throw e;
        }
    }

    private Optional<String> advance() throws JsonScanner.Broken {
        while (!ended) {
            if (inEntries && scanner.element()) {
                String entry = scanner.value();
                index++;
                return Optional.of(entry);
            }
            inEntries = false;
            member();
        }
        return Optional.empty();
    }

    private void member() throws JsonScanner.Broken {
        if (!started && !scanner.take('{')) {
            throw new JsonScanner.Broken(scanner.atEnd() ? "it is empty" : "it is not a JSON object", scanner.rest());
        }
        started = true;
        Optional<String> name = scanner.member();
        if (name.isEmpty()) {
            end();
        } else if (name.get().equals("entry")) {
            entries();
        } else if (name.get().equals("resourceType")) {
            resourceType = Optional.of(scanner.value());
        } else {
            scanner.skip();
        }
    }

    private void entries() throws JsonScanner.Broken {
        inEntries = scanner.take('[');
        if (!inEntries) {
            String other = scanner.value();
            if (!other.equals("null")) {
                throw new JsonScanner.Broken("its entry is not an array", other);
            }
        }
    }

    private void end() throws JsonScanner.Broken {
        ended = true;
        if (!scanner.atEnd()) {
            throw new JsonScanner.Broken("text follows after its end", scanner.rest());
        }
    }

    /** Position of the entry last taken, from 0. */
    int index() {
        return index;
    }

    /** Whether the object has said so far that it is a Bundle. */
    boolean inBundle() {
        return resourceType.filter("\"Bundle\""::equals).isPresent();
    }

    /** Whether the object has said so far what it is. */
    boolean typed() {
        return resourceType.isPresent();
    }
}
