package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import java.util.Optional;

/**
 * The records of a Bundle, one for each entry: its resource, or that the resource was deleted. An entry that is a Bundle
 * itself is taken apart in the same way.
 */
final class BundleReader implements Records {
    private final TextReader text;
    private final BundleEntries entries;
    private final String place;
    private final BundleReferences references;
    private final ResourceReader resources;
    private final Records records = Records.chain(this::nextEntry);
    private boolean ended;

    BundleReader(TextReader text, String place, BundleReferences references, ResourceReader resources) {
        this.text = text;
        this.entries = new BundleEntries(text);
        this.place = place;
        this.references = references;
        this.resources = resources;
    }

    @Override
    public Optional<EhrResource> next() {
        return records.next();
    }

    private Optional<Records> nextEntry() {
        return ended ? Optional.empty() : entry();
    }

    private Optional<Records> entry() {
        try {
            Optional<String> entry = entries.next();
            ended = entry.isEmpty();
            return entry.map(this::records).or(() -> text.failure().map(reason -> broken("", reason)));
        } catch (JsonScanner.Broken e) {
            ended = true;
            return Optional.of(broken(e.text(), text.failure().orElse(e.getMessage())));
        }
    }

    private Records broken(String rest, String reason) {
        int last = entries.index();
        return Records.of(resources.problem(rest, last < 0 ? place : place + " after entry[" + last + "]", reason));
    }

    private Records records(String entry) {
        String here = place + " entry[" + entries.index() + "]";
        try {
            return records(entry, here);
        } catch (JsonScanner.Broken e) {
            return Records.of(resources.problem(entry, here, e.getMessage()));
        }
    }

    private Records records(String entry, String here) throws JsonScanner.Broken {
        var scanner = new JsonScanner(TextReader.of(entry));
        Optional<String> fullUrl = Optional.empty();
        Optional<String> resource = Optional.empty();
        if (!scanner.take('{')) {
            return Records.of(resources.problem(entry, here, "the entry is not a JSON object"));
        }
        for (Optional<String> name = scanner.member(); name.isPresent(); name = scanner.member()) {
            switch (name.get()) {
                case "fullUrl" -> fullUrl = Optional.of(unquoted(scanner.value()));
                case "resource" -> resource = Optional.of(scanner.value());
                default -> scanner.skip();
            }
        }
        return resource.isPresent()
                ? records(resource.get(), here, fullUrl)
                : Records.of(resources.withoutResource(entry, here));
    }

    private Records records(String resource, String here, Optional<String> fullUrl) {
        EhrResource record = resources.read(resource, here, fullUrl, references);
        return "Bundle".equals(record.getResourceType())
                ? new FhirDocument(() -> TextReader.of(resource), here, references, resources).records()
                : Records.of(record);
    }

    private static String unquoted(String string) {
        return string.length() < 2 ? string : string.substring(1, string.length() - 1);
    }

    @Override
    public void close() {
        text.close();
    }
}
