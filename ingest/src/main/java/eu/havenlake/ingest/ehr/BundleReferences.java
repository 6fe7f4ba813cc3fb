package eu.havenlake.ingest.ehr;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the references of a Bundle mean that only the Bundle can tell: an entry's {@code fullUrl} (mostly
 * {@code urn:uuid:}, FHIR R4 bundle 2.36.4.1) and conditional references ({@code Type?identifier=system|value},
 * transactions 3.1.0.11.2). What the Bundle does not know is asked of the {@code outer} references, those of the folder.
 */
final class BundleReferences {
    private final Optional<BundleReferences> outer;
    private final Map<String, Reference> byUrl = new HashMap<>();

    /** Empty where an identifier belongs to two resources, so that it names neither. */
    private final Map<String, Optional<Reference>> byIdentifier = new HashMap<>();

    BundleReferences(Optional<BundleReferences> outer) {
        this.outer = outer;
    }

    /** Learns an entry's fullUrl and its resource's identifiers; an entry without a resource teaches nothing. */
    void learn(JsonNode entry) {
        JsonNode resource = entry.path("resource");
        Optional<String> url = text(entry.path("fullUrl"));
        Optional<String> type = text(resource.path("resourceType"));
        Optional<String> id = id(resource, url);
        if (type.isPresent() && id.isPresent()) {
            learn(url, new Reference(type.get(), id.get()), resource.path("identifier"));
        }
    }

    private void learn(Optional<String> url, Reference meant, JsonNode identifiers) {
        url.ifPresent(known -> byUrl.put(known, meant));
        for (JsonNode identifier : identifiers.isArray() ? identifiers : List.of(identifiers)) {
            String key =
                    meant.type() + "?identifier=" + identifier.path("system").asText() + "|"
                            + identifier.path("value").asText();
            byIdentifier.merge(key, Optional.of(meant), (one, other) -> one.equals(other) ? one : Optional.empty());
        }
    }

    /**
     * The logical id of an entry's resource: its own, else the one that its {@code urn:uuid:} stands for, since the
     * resources of a transaction get theirs only from a server.
     */
    static Optional<String> id(JsonNode resource, Optional<String> fullUrl) {
        return text(resource.path("id")).or(() -> fullUrl.flatMap(BundleReferences::idInUrl));
    }

    private static Optional<String> idInUrl(String url) {
        return url.startsWith("urn:uuid:")
                ? Optional.of(url.substring("urn:uuid:".length()))
                : Reference.parse(url).map(Reference::id);
    }

    /** The resource that the reference means. */
    Optional<Reference> resolve(String reference) {
        Optional<Reference> known = Optional.ofNullable(byUrl.get(reference)).or(() -> identified(reference));
        return known.or(() -> outer.flatMap(references -> references.resolve(reference)));
    }

    private Optional<Reference> identified(String reference) {
        return reference.indexOf('?') < 0
                ? Optional.empty()
                : byIdentifier.getOrDefault(decoded(reference), Optional.empty());
    }

    private static String decoded(String reference) {
        try {
            return reference.indexOf('%') < 0
                    ? reference
                    : URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return reference;
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
