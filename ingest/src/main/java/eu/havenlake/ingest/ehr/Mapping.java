package eu.havenlake.ingest.ehr;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the columns of a table come from: a line per column, in the order of the table.
 *
 * @param columns the lines
 */
record Mapping(List<Line> columns) {

    /**
     * One column.
     *
     * @param name name of the column
     * @param value finds its value in a part of a resource; empty where there is none
     */
    record Line(String name, Function<FhirPart, ? extends Optional<?>> value) {}

    Mapping {
        columns = List.copyOf(columns);
    }

    static Mapping start() {
        return new Mapping(List.of());
    }

    /** This mapping with one more column. */
    Mapping column(String name, Function<FhirPart, ? extends Optional<?>> value) {
        List<Line> more = new ArrayList<>(columns);
        more.add(new Line(name, value));
        return new Mapping(more);
    }

    /** This mapping with the three columns of a code, whose names begin with {@code prefix}. */
    Mapping coded(String prefix, Function<FhirPart, Coded> concept) {
        return column(prefix + "system", part -> concept.apply(part).system())
                .column(prefix + "code", part -> concept.apply(part).code())
                .column(prefix + "display", part -> concept.apply(part).display());
    }

    /** The values of the columns for a part of a resource, as Spark's rows hold them; null where there is none. */
    List<Object> values(FhirPart part) {
        List<Object> values = new ArrayList<>();
        for (Line column : columns) {
            values.add(column.value.apply(part).map(Mapping::held).orElse(null));
        }
        return values;
    }

    private static Object held(Object value) {
        return value instanceof Instant time ? Timestamp.from(time) : value;
    }
}
