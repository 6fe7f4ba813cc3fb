package eu.havenlake.ingest.ehr.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the columns of a table come from: a line per column, or per few columns that come from one element, in the order
 * of the table.
 *
 * @param lines the lines
 */
record Mapping(List<Line> lines) {

    /**
     * Columns that come from one element.
     *
     * @param names names of the columns
     * @param values finds their values in a part of a resource, in the order of the names; empty where there is none
     */
    record Line(List<String> names, Function<FhirPart, List<? extends Optional<?>>> values) {}

    Mapping {
        lines = List.copyOf(lines);
    }

    static Mapping start() {
        return new Mapping(List.of());
    }

    /** This mapping with one more column. */
    Mapping column(String name, Function<FhirPart, ? extends Optional<?>> value) {
        return line(new Line(List.of(name), part -> List.of(value.apply(part))));
    }

    /** This mapping with the two columns of a time that may be a span. */
    Mapping span(String start, String end, Function<FhirPart, Optional<Choice>> time) {
        return line(new Line(List.of(start, end), part -> {
            Optional<Choice> found = time.apply(part);
            return List.of(found.flatMap(Choice::start), found.flatMap(Choice::end));
        }));
    }

    /** This mapping with the three columns of a code, whose names begin with {@code prefix}. */
    Mapping coded(String prefix, Function<FhirPart, Coded> concept) {
        return line(new Line(List.of(prefix + "system", prefix + "code", prefix + "display"), part -> {
            Coded coded = concept.apply(part);
            return List.of(coded.system(), coded.code(), coded.display());
        }));
    }

    /** This mapping with the six columns of a number. */
    Mapping quantified(Function<FhirPart, Quantified> number) {
        List<String> names = List.of("value", "value_low", "value_high", "unit", "unit_code", "comparator");
        return line(new Line(names, part -> {
            Quantified found = number.apply(part);
            return List.of(
                    found.value(), found.low(), found.high(), found.unit(), found.unitCode(), found.comparator());
        }));
    }

    private Mapping line(Line line) {
        List<Line> more = new ArrayList<>(lines);
        more.add(line);
        return new Mapping(more);
    }

    /** The names of all columns, in order. */
    List<String> names() {
        return lines.stream().flatMap(line -> line.names.stream()).toList();
    }

    /** The values of the columns for a part of a resource, a time as an Instant; null where there is none. */
    List<Object> values(FhirPart part) {
        List<Object> values = new ArrayList<>();
        for (Line line : lines) {
            for (Optional<?> value : line.values.apply(part)) {
                values.add(value.orElse(null));
            }
        }
        return values;
    }
}
