package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import java.util.Optional;

/** The records of an NDJSON file, of which one line is held at a time; a line is a resource or a Bundle. */
final class LineReader implements Records {
    private final TextReader text;
    private final Lines lines;
    private final String name;
    private final BundleReferences outer;
    private final ResourceReader resources;
    private final Records records = Records.chain(this::nextLine);
    private boolean ended;

    LineReader(TextReader text, String name, BundleReferences outer, ResourceReader resources) {
        this.text = text;
        this.lines = new Lines(text);
        this.name = name;
        this.outer = outer;
        this.resources = resources;
    }

    @Override
    public Optional<EhrResource> next() {
        return records.next().or(this::failure);
    }

    private Optional<Records> nextLine() {
        return lines.next().map(line -> document(line, name + ":" + lines.number()));
    }

    private Records document(String line, String place) {
        return line.length() > JsonScanner.LONGEST
                ? Records.of(resources.problem(line, place, JsonScanner.TOO_LONG))
                : new FhirDocument(() -> TextReader.of(line), place, outer, resources).records();
    }

    /** A file that breaks off exactly between two lines would look whole otherwise. */
    private Optional<EhrResource> failure() {
        Optional<String> reason = ended ? Optional.empty() : text.failure();
        ended = true;
        return reason.map(why -> resources.problem("", name + " after line " + lines.number(), why));
    }

    @Override
    public void close() {
        text.close();
    }
}
