package eu.havenlake.ingest.ehr.mapping;

import eu.havenlake.ingest.ehr.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a resource that becomes one row: the resource itself, or a component of an Observation.
 *
 * @param dataset data set that it came with
 * @param type type of the resource
 * @param id its logical id, which it may have only through its Bundle
 * @param references what its Bundle knew of its references
 * @param resource the resource
 * @param element the part
 * @param number 0 for the resource itself, from 1 on for its components
 */
record FhirPart(
        String dataset,
        String type,
        Optional<String> id,
        Map<String, String> references,
        Element resource,
        Element element,
        int number) {
    private static final int KEY_BYTES = 16;
    private static final MessageDigest SHA_256 = sha256();

    /** The component with this number. */
    FhirPart component(Element component, int count) {
        return new FhirPart(dataset, type, id, references, resource, component, count);
    }

    /** A key of the resource that does not show its id, which may be made from the name or number of a person. */
    Optional<String> key() {
        return id.map(own -> digest(type + "/" + own));
    }

    /** The key of the resource that a Reference means; empty where that is not known. */
    Optional<String> key(Element reference) {
        Optional<String> text = reference.at("reference").text();
        return text.flatMap(this::meant).map(this::digest);
    }

    private Optional<String> meant(String reference) {
        return Optional.ofNullable(references.get(reference))
                .or(() -> Reference.parse(reference).map(Reference::toString));
    }

    private String digest(String typeAndId) {
        byte[] text = (dataset + "\n" + typeAndId).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(newSha256().digest(text), 0, KEY_BYTES);
    }

    /** A copy: Java would look for one among its providers each time. */
    private static MessageDigest newSha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            // One in hardware.
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
