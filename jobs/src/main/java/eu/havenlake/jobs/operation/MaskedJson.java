package eu.havenlake.jobs.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.Set;

/**
 * A record's JSON as an operator may see it who looks for what is wrong with it: its structure, its numbers and codes,
 * and of every other text its length. Whatever is not known to be harmless is hidden: a name may stand anywhere.
 */
public final class MaskedJson {
    /** Members whose texts are of a closed vocabulary (FHIR R4, Open mHealth), whoever the record is about. */
    private static final Set<String> SHOWN = Set.of(
            "resourceType",
            "system",
            "code",
            "unit",
            "status",
            "intent",
            "comparator",
            "mode",
            "use",
            "gender",
            "class",
            "namespace",
            "version",
            "modality");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MaskedJson() {}

    /** The text with what could identify a person masked, indented; empty where it is no JSON. */
    public static Optional<String> of(String text) {
        try {
            return Optional.of(
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(masked("", JSON.readTree(text))));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode masked(String member, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode shown = JSON.createObjectNode();
                object.properties().forEach(each -> shown.set(each.getKey(), masked(each.getKey(), each.getValue())));
                yield shown;
            }
            case ArrayNode array -> {
                ArrayNode shown = JSON.createArrayNode();
                array.forEach(each -> shown.add(masked(member, each)));
                yield shown;
            }
            case TextNode text when !SHOWN.contains(member) -> new TextNode(hidden(text.textValue()));
            default -> node;
        };
    }

    /** What stands for a text: its length, and whether it is a date, which is what most rules are about. */
    static String hidden(String text) {
        boolean date = text.matches("\\d{4}(-\\d\\d){0,2}(T.*)?");
        return (date ? "date" : "text") + " of " + text.length() + " characters";
    }
}
