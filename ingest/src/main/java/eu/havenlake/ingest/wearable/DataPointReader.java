package eu.havenlake.ingest.wearable;

import static eu.havenlake.ingest.wearable.JsonRule.Member.optional;
import static eu.havenlake.ingest.wearable.JsonRule.Member.required;
import static eu.havenlake.ingest.wearable.JsonRule.object;
import static eu.havenlake.ingest.wearable.JsonRule.oneOf;
import static eu.havenlake.ingest.wearable.JsonRule.text;
import static eu.havenlake.ingest.wearable.Vocabulary.dateTime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.ingest.wearable.JsonPieces.Piece;
import eu.havenlake.ingest.wearable.OpenMHealthSource.SchemaId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Turns pieces of JSON into records: a data point by its header, a body alone by the schema of its path.
 *
 * @param origin where the pieces come from
 * @param path the schema that the path names
 */
record DataPointReader(Origin origin, Optional<SchemaId> path) {
    private static final String OWN = "omh";

    /** omh:header:1.x. */
    static final JsonRule HEADER = object(
            required("id", text()),
            required("creation_date_time", dateTime()),
            required(
                    "schema_id",
                    object(required("namespace", text()), required("name", text()), required("version", text()))),
            optional(
                    "acquisition_provenance",
                    object(
                            required("source_name", text()),
                            optional("source_data_point_id", text()),
                            optional("source_creation_date_time", dateTime()),
                            optional("modality", oneOf("sensed", "self-reported")))),
            optional("user_id", text()));

    /** omh:data-point:1.0. */
    private static final JsonRule DATA_POINT = object(required("header", HEADER), required("body", object()));

    /** A line as one piece, whatever it holds. */
    static Piece one(String line) {
        List<Piece> pieces = JsonPieces.of(line);
        return pieces.size() == 1 ? pieces.getFirst() : new Piece(line, Optional.of("it is not one JSON value"));
    }

    /** The record of a piece that stands at {@code place}. */
    WearableSample read(String place, Piece piece) {
        WearableSample.Builder record = WearableSample.newBuilder()
                .setDataset(origin.dataset())
                .setBasis(origin.basis().orElse(null))
                .setDatesShifted(origin.datesShifted())
                .setSource(place)
                .setSampleId(sha256(piece.text()))
                .setDonor(origin.donor(sha256(piece.text())))
                .setJson(piece.text());
        piece.problem()
                .or(() -> describe(piece.text(), record))
                .ifPresent(reason -> record.setProblem(place + ": " + reason));
        return record.build();
    }

    /** Fills a record; the reason is why it cannot be used. */
    private Optional<String> describe(String json, WearableSample.Builder record) {
        JsonNode node;
        try {
            node = DataPoint.parse(json);
        } catch (JsonProcessingException e) {
            return Optional.of(DataPoint.notJson(e));
        }
        if (node.has("header") || node.has("body")) {
            return describePoint(node, json, record);
        }
        path.ifPresent(schema -> record.setSchemaName(schema.name()).setSchemaVersion(schema.version()));
        if (!node.isObject()) {
            return Optional.of("it is not a JSON object");
        }
        return path.isPresent()
                ? Optional.empty()
                : Optional.of("it has no header, and its path names no <schema>/<version>/");
    }

    private Optional<String> describePoint(JsonNode node, String json, WearableSample.Builder record) {
        JsonNode header = node.path("header");
        Optional<String> user = Optional.ofNullable(header.path("user_id").textValue());
        user.filter(Origin::isWhole).map(origin::donor).ifPresent(record::setDonor);
        Optional<String> violation = DATA_POINT
                .violation("", node)
                .or(() -> user.filter(id -> !Origin.isWhole(id)).map(id -> "header.user_id is blank or damaged"));
        if (violation.isEmpty()) {
            JsonNode schema = header.path("schema_id");
            record.setSampleId(header.path("id").textValue())
                    .setCreated(Times.instant(header.path("creation_date_time")).orElse(null))
                    .setSchemaName(name(schema))
                    .setSchemaVersion(schema.path("version").textValue())
                    .setJson(JsonPieces.member(json, "body").orElse(json))
                    .setEnvelope(envelope(node));
        }
        return violation;
    }

    /** What stands beside the body is kept, though nothing reads it yet: who measured, and members that are unknown. */
    private static String envelope(JsonNode point) {
        return ((ObjectNode) point).without("body").toString();
    }

    /** Schemas of others keep their namespace in the name: an {@code ieee} one of the same name is another schema. */
    private static String name(JsonNode schema) {
        String namespace = schema.path("namespace").textValue();
        String name = schema.path("name").textValue();
        return namespace.equals(OWN) ? name : namespace + ":" + name;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
