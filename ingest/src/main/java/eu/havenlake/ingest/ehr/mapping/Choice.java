package eu.havenlake.ingest.ehr.mapping;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The value of an element that may have one of several types (FHIR R4 2.6.1.4).
 *
 * @param type its type, as {@code Quantity} or {@code DateTime}
 * @param element its place
 */
record Choice(String type, Element element) {

    /** When it starts, where it is a time; an Age, a Range or a text is none. */
    Optional<Instant> start() {
        return switch (type) {
            case "DateTime", "Instant", "Date" -> element.time();
            case "Period" -> element.at("start").time();
            case "Timing" -> timing();
            default -> Optional.empty();
        };
    }

    /** When it ends, where it is a span of time with an end. */
    Optional<Instant> end() {
        return type.equals("Period") ? element.at("end").time() : Optional.empty();
    }

    private Optional<Instant> timing() {
        Optional<Instant> event = element.each("event").stream()
                .flatMap(each -> each.time().stream())
                .min(Comparator.naturalOrder());
        return event.or(() -> element.at("repeat.boundsPeriod.start").time());
    }
}
