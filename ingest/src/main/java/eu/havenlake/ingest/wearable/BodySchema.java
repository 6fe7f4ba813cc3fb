package eu.havenlake.ingest.wearable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of one kind of data point: what must hold for it and which numbers it gives.
 *
 * @param name name of the schema, as {@code heart-rate}
 * @param version its version, as {@code 1.0}
 * @param members what the body must and may hold
 * @param readings where its numbers stand
 */
record BodySchema(String name, String version, List<JsonRule.Member> members, List<Reading> readings) {

    /** Turns a number of a unit into the unit of the measure. */
    @FunctionalInterface
    interface Conversion {
        double convert(double value, String unit);
    }

    /** A member that holds a number, with its unit where the schema gives it one. */
    record Reading(String member, Measure measure, Conversion conversion) {
        Optional<Double> value(JsonNode body) {
            JsonNode node = body.path(member);
            if (node.isNumber()) {
                return Optional.of(conversion.convert(node.doubleValue(), ""));
            }
            return node.isObject()
                    ? Optional.of(conversion.convert(
                            node.path("value").doubleValue(), node.path("unit").textValue()))
                    : Optional.empty();
        }
    }

    /** Why a body does not fit the schema; empty where it does. */
    Optional<String> violation(JsonNode body) {
        return JsonRule.object(members).violation("", body);
    }

    /** This schema with more members. */
    BodySchema with(List<JsonRule.Member> more) {
        return new BodySchema(
                name, version, Stream.concat(members.stream(), more.stream()).toList(), readings);
    }

    BodySchema with(JsonRule.Member... more) {
        return with(List.of(more));
    }
}
