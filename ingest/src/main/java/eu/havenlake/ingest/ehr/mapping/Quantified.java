package eu.havenlake.ingest.ehr.mapping;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The number, or the two numbers of a Range, in an Observation's {@code value[x]}.
 *
 * @param value number
 * @param low lower end of a Range
 * @param high upper end of a Range
 * @param unit unit in words
 * @param unitCode unit as a code, of UCUM in most sources
 * @param comparator {@code <}, {@code <=}, {@code >=} or {@code >} where the true value lies beyond the number
 */
record Quantified(
        Optional<Double> value,
        Optional<Double> low,
        Optional<Double> high,
        Optional<String> unit,
        Optional<String> unitCode,
        Optional<String> comparator) {
    private static final Quantified NONE = new Quantified(Optional.empty());

    private Quantified(Optional<Double> value) {
        this(value, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Quantified(
            Optional<Double> value, Optional<String> unit, Optional<String> unitCode, Optional<String> comparator) {
        this(value, Optional.empty(), Optional.empty(), unit, unitCode, comparator);
    }

    /** The number in a value; none where it is of a type without one. */
    static Quantified of(Optional<Choice> value) {
        return value.map(Quantified::of).orElse(NONE);
    }

    private static Quantified of(Choice value) {
        Element element = value.element();
        return switch (value.type()) {
            case "Quantity" -> quantity(element);
            case "Integer" -> new Quantified(element.number());
            case "Ratio" -> ratio(quantity(element.at("numerator")), quantity(element.at("denominator")));
            case "Time" -> seconds(element);
            case "Range" -> range(element);
            default -> NONE;
        };
    }

    private static Quantified quantity(Element quantity) {
        return new Quantified(
                quantity.at("value").number(),
                quantity.at("unit").text(),
                quantity.at("code").text(),
                quantity.at("comparator").text());
    }

    /** A quotient; none where the denominator is missing or zero. */
    private static Quantified ratio(Quantified over, Quantified under) {
        Optional<Double> quotient = under.value
                .filter(divisor -> divisor != 0)
                .flatMap(divisor -> over.value.map(dividend -> dividend / divisor));
        return new Quantified(
                quotient,
                per(over.unit, under.unit),
                per(over.unitCode, under.unitCode),
                over.comparator.filter(sign -> under.comparator.isEmpty()));
    }

    private static Optional<String> per(Optional<String> over, Optional<String> under) {
        return over.isEmpty() && under.isEmpty()
                ? Optional.empty()
                : Optional.of(over.orElse("1") + under.map(unit -> "/" + unit).orElse(""));
    }

    /** A time of day, as seconds since midnight. */
    private static Quantified seconds(Element time) {
        Optional<Double> seconds = time.text().map(text -> {
            try {
                return LocalTime.parse(text).toNanoOfDay() / 1e9;
            } catch (DateTimeParseException e) {
                throw new Misfit(time.path(), "a FHIR time");
            }
        });
        return new Quantified(seconds, Optional.of("s"), Optional.of("s"), Optional.empty());
    }

    /** Both ends have one unit, which may stand at either. */
    private static Quantified range(Element range) {
        Quantified low = quantity(range.at("low"));
        Quantified high = quantity(range.at("high"));
        return new Quantified(
                Optional.empty(),
                low.value,
                high.value,
                low.unit.or(high::unit),
                low.unitCode.or(high::unitCode),
                Optional.empty());
    }
}
