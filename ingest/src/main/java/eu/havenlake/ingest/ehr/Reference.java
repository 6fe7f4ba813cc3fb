package eu.havenlake.ingest.ehr;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource that a reference names.
 *
 * @param type FHIR resource type
 * @param id logical id
 */
public record Reference(String type, String id) {
    /** A relative or absolute RESTful URL, a version aside (FHIR R4 2.3.0.3). */
    private static final Pattern RESTFUL = Pattern.compile(
            "(?:https?://[^?#]*/)?([A-Z][A-Za-z]*)/([A-Za-z0-9.\\-]{1,64})(?:/_history/[A-Za-z0-9.\\-]+)?");

    /** Reads a reference that says itself what it names; empty for {@code urn:}, conditional and contained ones. */
    public static Optional<Reference> parse(String reference) {
        Matcher matcher = RESTFUL.matcher(reference);
        return matcher.matches() && R4.hasResourceType(matcher.group(1))
                ? Optional.of(new Reference(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
