package eu.havenlake.ingest.ehr.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a resource. Nothing need stand there; what stands there but is not of the type asked for is a
 * {@link Misfit}.
 */
final class Element {
    private final JsonNode node;
    private final Optional<Element> above;
    private final String name;

    private Element(JsonNode node, Optional<Element> above, String name) {
        this.node = node;
        this.above = above;
        this.name = name;
    }

    /** A whole resource. */
    static Element root(JsonNode node, String type) {
        return new Element(node, Optional.empty(), type);
    }

    /** Where it is, as {@code Observation.component[1].valueQuantity}: put together only when something is wrong there. */
    String path() {
        return above.map(place -> place.path() + (name.startsWith("[") ? "" : ".") + name)
                .orElse(name);
    }

    /** The place reached by a path such as {@code period.start}; of an element that repeats, the first one. */
    Element at(String steps) {
        Element place = this;
        int start = 0;
        for (int dot = steps.indexOf('.'); dot >= 0; dot = steps.indexOf('.', start)) {
            place = place.first().child(steps.substring(start, dot));
            start = dot + 1;
        }
        return place.first().child(steps.substring(start)).first();
    }

    /** All places of an element that repeats. */
    List<Element> each(String child) {
        Element all = child(child);
        if (!all.node.isArray()) {
            return all.isMissing() ? List.of() : List.of(all);
        }
        List<Element> places = new ArrayList<>(all.node.size());
        for (int i = 0; i < all.node.size(); i++) {
            places.add(all.item(i));
        }
        return places;
    }

    /**
     * The place of an element that may have one of several types, as {@code value[x]}.
     *
     * @param choice name without its type
     */
    Optional<Choice> choice(String choice) {
        Optional<String> found = Optional.empty();
        for (var fields = node.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (isTyped(field, choice)) {
                if (found.isPresent()) {
                    throw new Misfit(path() + "." + choice + "[x]", "of a single type");
                }
                found = Optional.of(field);
            }
        }
        return found.map(field -> new Choice(field.substring(choice.length()), at(field)));
    }

    private static boolean isTyped(String field, String choice) {
        return field.length() > choice.length()
                && field.startsWith(choice)
                && Character.isUpperCase(field.charAt(choice.length()));
    }

    /** The text or code that stands there. */
    Optional<String> text() {
        return is(JsonNodeType.STRING, "text") ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** The number that stands there. */
    Optional<Double> number() {
        return is(JsonNodeType.NUMBER, "a number") ? Optional.of(node.doubleValue()) : Optional.empty();
    }

    /** The truth value that stands there. */
    Optional<Boolean> flag() {
        return is(JsonNodeType.BOOLEAN, "true or false") ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    /** The date or time that stands there, as the start of what it covers. */
    Optional<Instant> time() {
        return text().map(text -> FhirTime.parse(text).orElseThrow(() -> new Misfit(path(), "a FHIR date or time")));
    }

    /** Whether nothing stands there. */
    boolean isMissing() {
        return node instanceof MissingNode || node instanceof NullNode;
    }

    private boolean is(JsonNodeType type, String wanted) {
        if (!isMissing() && node.getNodeType() != type) {
            throw new Misfit(path(), wanted);
        }
        return !isMissing();
    }

    private Element first() {
        return node instanceof ArrayNode ? item(0) : this;
    }

    private Element item(int index) {
        return new Element(node.path(index), Optional.of(this), "[" + index + "]");
    }

    private Element child(String child) {
        if (!isMissing() && !node.isObject()) {
            throw new Misfit(path(), "an object");
        }
        return new Element(node.path(child), Optional.of(this), child);
    }
}
