package eu.havenlake.ingest.ehr.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a resource, with its path. Nothing need stand there; what stands there but is not of the type asked for is
 * a {@link Misfit}.
 *
 * @param node what stands there
 * @param path where that is, as {@code Observation.component[1].valueQuantity}
 */
record Element(JsonNode node, String path) {

    /** The place reached by a path such as {@code period.start}; of an element that repeats, the first one. */
    Element at(String steps) {
        Element place = this;
        for (String step : steps.split("\\.")) {
            place = place.first().child(step);
        }
        return place.first();
    }

    /** All places of an element that repeats. */
    List<Element> each(String name) {
        Element all = child(name);
        List<Element> places = new ArrayList<>();
        for (JsonNode node : all.node) {
            places.add(new Element(node, all.path + "[" + places.size() + "]"));
        }
        return all.node.isArray() || all.isMissing() ? places : List.of(all);
    }

    /**
     * The place of an element that may have one of several types, as {@code value[x]}.
     *
     * @param name name without its type
     */
    Optional<Choice> choice(String name) {
        List<String> found = new ArrayList<>();
        node.fieldNames().forEachRemaining(field -> {
            if (field.length() > name.length()
                    && field.startsWith(name)
                    && Character.isUpperCase(field.charAt(name.length()))) {
                found.add(field);
            }
        });
        if (found.size() > 1) {
            throw new Misfit(path + "." + name + "[x]", "of a single type");
        }
        return found.stream().findFirst().map(field -> new Choice(field.substring(name.length()), at(field)));
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
        return text().map(text -> FhirTime.parse(text).orElseThrow(() -> new Misfit(path, "a FHIR date or time")));
    }

    /** Whether nothing stands there. */
    boolean isMissing() {
        return node.isMissingNode() || node.isNull();
    }

    private boolean is(JsonNodeType type, String wanted) {
        if (!isMissing() && node.getNodeType() != type) {
            throw new Misfit(path, wanted);
        }
        return !isMissing();
    }

    private Element first() {
        return node.isArray()
                ? new Element(node.isEmpty() ? MissingNode.getInstance() : node.get(0), path + "[0]")
                : this;
    }

    private Element child(String name) {
        if (!isMissing() && !node.isObject()) {
            throw new Misfit(path, "an object");
        }
        return new Element(node.path(name), path + "." + name);
    }
}
