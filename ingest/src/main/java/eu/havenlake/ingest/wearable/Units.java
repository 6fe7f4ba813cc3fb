package eu.havenlake.ingest.wearable;

import java.util.Map;

/**
 * Units of Open mHealth as multiples of one unit of UCUM each. Inch, foot, yard and mile are the international ones,
 * ounce and pound avoirdupois, ton the short ton; month and year are the means of UCUM ({@code mo}, {@code a}).
 */
final class Units {
    private static final double DAY = 86_400;
    private static final double YEAR = 365.25 * DAY;
    private static final double POUND = 0.45359237;

    /** Molar mass of glucose in g/mol; times 0.1 it turns mmol/L into mg/dL. */
    private static final double GLUCOSE = 180.156;

    private static final Map<String, Double> SECONDS = Map.ofEntries(
            Map.entry("ps", 1e-12),
            Map.entry("ns", 1e-9),
            Map.entry("us", 1e-6),
            Map.entry("ms", 1e-3),
            Map.entry("sec", 1.0),
            Map.entry("min", 60.0),
            Map.entry("h", 3600.0),
            Map.entry("d", DAY),
            Map.entry("wk", 7 * DAY),
            Map.entry("Mo", YEAR / 12),
            Map.entry("yr", YEAR));

    private static final Map<String, Double> METRES = Map.ofEntries(
            Map.entry("fm", 1e-15),
            Map.entry("pm", 1e-12),
            Map.entry("nm", 1e-9),
            Map.entry("um", 1e-6),
            Map.entry("mm", 1e-3),
            Map.entry("cm", 1e-2),
            Map.entry("m", 1.0),
            Map.entry("km", 1e3),
            Map.entry("in", 0.0254),
            Map.entry("ft", 0.3048),
            Map.entry("yd", 0.9144),
            Map.entry("mi", 1609.344));

    private static final Map<String, Double> KILOGRAMS = Map.ofEntries(
            Map.entry("fg", 1e-18),
            Map.entry("pg", 1e-15),
            Map.entry("ng", 1e-12),
            Map.entry("ug", 1e-9),
            Map.entry("mg", 1e-6),
            Map.entry("g", 1e-3),
            Map.entry("kg", 1.0),
            Map.entry("Metric Ton", 1e3),
            Map.entry("gr", POUND / 7000),
            Map.entry("oz", POUND / 16),
            Map.entry("lb", POUND),
            Map.entry("Ton", 2000 * POUND));

    private Units() {}

    static double seconds(double value, String unit) {
        return value * SECONDS.get(unit);
    }

    static double hours(double value, String unit) {
        return seconds(value, unit) / 3600;
    }

    static double metres(double value, String unit) {
        return value * METRES.get(unit);
    }

    static double kilograms(double value, String unit) {
        return value * KILOGRAMS.get(unit);
    }

    static double milligramsPerDecilitre(double value, String unit) {
        return unit.equals("mmol/L") ? value * GLUCOSE / 10 : value;
    }

    /** For measures whose schema allows one unit only. */
    static double same(double value, @SuppressWarnings("unused") String unit) {
        return value;
    }
}
