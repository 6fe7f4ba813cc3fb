package eu.havenlake.lake.silver;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The bounds of what can be measured of a living person, for common measures by LOINC code and UCUM unit. They are wide
 * on purpose: what lies outside is a wrong unit or a slip of the keyboard, not a sick person.
 *
 * @param loinc LOINC code
 * @param unit UCUM unit that the bounds are in
 * @param least lowest value
 * @param most highest value
 */
record Plausible(String loinc, String unit, double least, double most) {
    private static final String LOINC = "http://loinc.org";

    private static final List<Plausible> BOUNDS = List.of(
            // Heart rate, respiratory rate
            new Plausible("8867-4", "/min", 0, 400),
            new Plausible("8867-4", "{beats}/min", 0, 400),
            new Plausible("9279-1", "/min", 0, 200),
            new Plausible("9279-1", "{breaths}/min", 0, 200),
            // Systolic and diastolic blood pressure
            new Plausible("8480-6", "mm[Hg]", 0, 400),
            new Plausible("8480-6", "kPa", 0, 53),
            new Plausible("8462-4", "mm[Hg]", 0, 300),
            new Plausible("8462-4", "kPa", 0, 40),
            // Body temperature
            new Plausible("8310-5", "Cel", 10, 50),
            new Plausible("8310-5", "[degF]", 50, 122),
            // Oxygen saturation, by blood gas and by pulse oximetry
            new Plausible("2708-6", "%", 0, 100),
            new Plausible("59408-5", "%", 0, 100),
            // Body weight, body height, body mass index
            new Plausible("29463-7", "kg", 0, 700),
            new Plausible("29463-7", "g", 0, 700_000),
            new Plausible("29463-7", "[lb_av]", 0, 1_550),
            new Plausible("8302-2", "cm", 0, 300),
            new Plausible("8302-2", "m", 0, 3),
            new Plausible("8302-2", "[in_i]", 0, 120),
            new Plausible("39156-5", "kg/m2", 0, 300),
            // Glucose in blood
            new Plausible("2339-0", "mg/dL", 0, 3_000),
            new Plausible("2339-0", "mmol/L", 0, 167),
            // Haemoglobin A1c
            new Plausible("4548-4", "%", 0, 30),
            new Plausible("4548-4", "mmol/mol", 0, 300));

    /** SQL condition over an Observation's columns: the value lies within the bounds, if there are any for it. */
    static String inRange() {
        return ofCode(bounds -> bounds.stream()
                .map(bound -> "WHEN '%s' THEN value BETWEEN %sD AND %sD".formatted(bound.unit, bound.least, bound.most))
                .collect(Collectors.joining(" ", "CASE unit_code ", " ELSE true END")));
    }

    /** SQL condition over an Observation's columns: the unit is one that the measure is taken in, if that is known. */
    static String inKnownUnit() {
        return ofCode(bounds -> bounds.stream()
                .map(bound -> "'" + bound.unit + "'")
                .collect(Collectors.joining(", ", "unit_code IN (", ")")));
    }

    /** Code by code: to ask for all codes and units together would have Spark put them together for each row. */
    private static String ofCode(Function<List<Plausible>, String> holds) {
        Map<String, List<Plausible>> bounds =
                BOUNDS.stream().collect(Collectors.groupingBy(Plausible::loinc, TreeMap::new, Collectors.toList()));
        return bounds.entrySet().stream()
                .map(each -> "WHEN '%s' THEN %s".formatted(each.getKey(), holds.apply(each.getValue())))
                .collect(Collectors.joining(
                        " ",
                        "coalesce(CASE WHEN system = '" + LOINC + "' THEN CASE code ",
                        " ELSE true END ELSE true END, true)"));
    }
}
