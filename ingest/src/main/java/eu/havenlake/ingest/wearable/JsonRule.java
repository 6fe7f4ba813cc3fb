package eu.havenlake.ingest.wearable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What must hold for a piece of JSON. A rule says what is wrong by the path that leads there, or nothing.
 *
 * <p>The rules are those that the schemas of Open mHealth need: this is not JSON Schema.
 */
@FunctionalInterface
interface JsonRule {
    /**
     * What is wrong with a value.
     *
     * @param path where {@code value} stands, as {@code heart_rate.unit}
     * @param value never missing
     */
    Optional<String> violation(String path, JsonNode value);

    /** A member of an object: its name, whether it must be there, and what must hold for it. */
    record Member(String name, boolean required, JsonRule rule) {
        static Member required(String name, JsonRule rule) {
            return new Member(name, true, rule);
        }

        static Member optional(String name, JsonRule rule) {
            return new Member(name, false, rule);
        }

        private Optional<String> violation(String path, JsonNode object) {
            JsonNode value = object.path(name);
            String place = path.isEmpty() ? name : path + "." + name;
            if (value.isMissingNode()) {
                return required ? Optional.of(place + " is missing") : Optional.empty();
            }
            return rule.violation(place, value);
        }
    }

    /** An object with these members; others may stand beside them. */
    static JsonRule object(List<Member> members) {
        return (path, value) -> value.isObject()
                ? members.stream()
                        .flatMap(member -> member.violation(path, value).stream())
                        .findFirst()
                : Optional.of(place(path) + " is not an object");
    }

    static JsonRule object(Member... members) {
        return object(List.of(members));
    }

    /** A finite number. */
    static JsonRule number() {
        return (path, value) -> value.isNumber() && Double.isFinite(value.doubleValue())
                ? Optional.empty()
                : Optional.of(path + " is not a finite number: it is " + kind(value));
    }

    /** A text. */
    static JsonRule text() {
        return (path, value) -> value.isTextual() ? Optional.empty() : Optional.of(path + " is not a text");
    }

    static JsonRule matching(Pattern pattern, String what) {
        return (path, value) ->
                value.isTextual() && pattern.matcher(value.textValue()).matches()
                        ? Optional.empty()
                        : Optional.of("%s is not %s: it is %s".formatted(path, what, kind(value)));
    }

    static JsonRule oneOf(List<String> values) {
        return (path, value) -> value.isTextual() && values.contains(value.textValue())
                ? Optional.empty()
                : Optional.of("%s is not one of %s: it is %s".formatted(path, String.join(", ", values), kind(value)));
    }

    static JsonRule oneOf(String... values) {
        return oneOf(List.of(values));
    }

    /** Both rules, this one first. */
    default JsonRule and(JsonRule other) {
        return (path, value) -> violation(path, value).or(() -> other.violation(path, value));
    }

    private static String place(String path) {
        return path.isEmpty() ? "the body" : path;
    }

    /** What a value is, never the value: where a source mixed up its columns, it may be somebody's name. */
    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text of %d characters".formatted(value.textValue().length());
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            default -> "nothing";
        };
    }
}
