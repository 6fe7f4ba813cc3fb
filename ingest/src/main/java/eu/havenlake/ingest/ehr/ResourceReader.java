package eu.havenlake.ingest.ehr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ValueRange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the record of one resource from its text, which it keeps character by character. */
final class ResourceReader {
    static final String REMEDY = ". Have the source send it again as FHIR R4 JSON.";

    /** The years of FHIR; Java knows later ones, of which a contract has no microseconds. */
    private static final ValueRange YEARS = ValueRange.of(1, 9999);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A text that is no readable resource. */
    private static final class Unreadable extends Exception {
        Unreadable(String reason) {
            super(reason);
        }
    }

    private final Origin origin;

    ResourceReader(Origin origin) {
        this.origin = origin;
    }

    /**
     * Reads a resource.
     *
     * @param text the resource as sent
     * @param place file, line and entry that it comes from
     * @param fullUrl its URL in its Bundle
     * @param references what its Bundle knows
     * @return the record, with a problem where the text is no readable resource
     */
    EhrResource read(String text, String place, Optional<String> fullUrl, BundleReferences references) {
        try {
            return record(text, place, fullUrl, references);
        } catch (Unreadable e) {
            return problem(text, place, e.getMessage());
        }
    }

    /**
     * Reads an entry of a Bundle that has no resource, but says what was done (FHIR R4, Bundle.entry.request).
     *
     * @return the record of a deletion; of anything else, one with a problem
     */
    EhrResource withoutResource(String entry, String place) {
        try {
            return deletion(entry, place, parse(entry));
        } catch (Unreadable e) {
            return problem(entry, place, e.getMessage());
        }
    }

    private EhrResource deletion(String entry, String place, JsonNode node) throws Unreadable {
        if (!"DELETE".equals(node.path("request").path("method").asText())) {
            throw new Unreadable("the entry holds no resource");
        }
        Reference deleted = Reference.parse(node.path("request").path("url").asText())
                .orElseThrow(() -> new Unreadable("it is not clear what was deleted: request.url is not Type/id"));
        return common(entry, place)
                .setDeleted(true)
                .setResourceType(deleted.type())
                .setResourceId(deleted.id())
                .setLastUpdated(
                        instant(node.path("response").path("lastModified").asText())
                                .orElse(null))
                .build();
    }

    /** The record of what could not be read. */
    EhrResource problem(String text, String place, String reason) {
        return common(text, place)
                .setProblem("Cannot read a FHIR resource at " + place + ": " + reason + REMEDY)
                .build();
    }

    /** Sets every field, since the builder decodes a default anew for each that is missing. */
    private EhrResource.Builder common(String text, String place) {
        return EhrResource.newBuilder()
                .setDataset(origin.dataset())
                .setBasis(origin.basis().orElse(null))
                .setDatesShifted(origin.datesShifted())
                .setSource(place)
                .setDonor(null)
                .setProblem(null)
                .setResourceType(null)
                .setResourceId(null)
                .setLastUpdated(null)
                .setReferences(Map.of())
                .setDeleted(false)
                .setJson(text);
    }

    private EhrResource record(String text, String place, Optional<String> fullUrl, BundleReferences references)
            throws Unreadable {
        JsonNode resource = parse(text);
        String type = type(resource);
        Optional<String> id = BundleReferences.id(resource, fullUrl);
        return common(text, place)
                .setDonor(donor(Subject.of(type, id, resource, references)).orElse(null))
                .setResourceType(type)
                .setResourceId(id.orElse(null))
                .setLastUpdated(lastUpdated(resource).orElse(null))
                .setReferences(resolved(resource, references))
                .build();
    }

    private static JsonNode parse(String text) throws Unreadable {
        if (text.isBlank()) {
            throw new Unreadable("it is empty");
        }
        if (text.indexOf(TextReader.NOT_UTF_8) >= 0) {
            throw new Unreadable("it holds bytes that are not UTF-8");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonEOFException e) {
            throw new Unreadable("it breaks off");
        } catch (StreamConstraintsException e) {
            throw new Unreadable("it is nested too deeply or holds a number that is too long");
        } catch (JsonProcessingException e) {
            // The parser's own message may quote the text, and with it a person's data.
            throw new Unreadable("it is not JSON from line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + " on");
        }
    }

    private static String type(JsonNode resource) throws Unreadable {
        if (!resource.isObject()) {
            throw new Unreadable("it is not a JSON object");
        }
        JsonNode type = resource.path("resourceType");
        if (!type.isTextual()) {
            throw new Unreadable("it has no resourceType");
        }
        if (!R4.hasResourceType(type.textValue())) {
            throw new Unreadable("its resourceType is none of FHIR R4");
        }
        return type.textValue();
    }

    private Optional<String> donor(Subject subject) throws Unreadable {
        return switch (subject) {
            case Subject.Patient(String id) when Origin.isWhole(id) -> Optional.of(origin.donor(id));
            case Subject.Patient(String id) ->
                throw new Unreadable("the id of its patient is " + (id.isBlank() ? "blank" : "damaged"));
            case Subject.Nobody() -> Optional.empty();
            case Subject.Unknown(String reason) -> throw new Unreadable("it is not clear whom it is about: " + reason);
        };
    }

    private static Optional<Instant> lastUpdated(JsonNode resource) {
        return instant(resource.path("meta").path("lastUpdated").asText());
    }

    private static Optional<Instant> instant(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text))
                    .filter(time -> YEARS.isValidValue(time.getYear()))
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            // No instant (FHIR R4 2.24.0.1): then, as where it is missing, the time of the record's arrival stands in.
            return Optional.empty();
        }
    }

    private static Map<String, String> resolved(JsonNode resource, BundleReferences references) {
        Map<String, String> resolved = new HashMap<>();
        for (JsonNode node : resource.findValues("reference")) {
            String text = node.asText();
            if (Reference.parse(text).isEmpty()) {
                references.resolve(text).ifPresent(meant -> resolved.put(text, meant.toString()));
            }
        }
        return resolved;
    }
}
