package eu.havenlake.tests.bench;

import eu.havenlake.ingest.contract.EhrResource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Observations in the shape and about the mix that Synthea writes: of a hundred, 78 with a quantity, 15 with a concept, 7
 * blood pressures with two components. The same for the same seed.
 */
final class Observations {
    private static final int DONORS = 500;
    private static final Instant START = Instant.parse("2023-01-01T06:00:00Z");

    private record Measure(String category, String code, String display, double low, double high, String unit) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("vital-signs", "8302-2", "Body Height", 150, 195, "cm"),
            new Measure("vital-signs", "29463-7", "Body Weight", 45, 120, "kg"),
            new Measure("vital-signs", "8867-4", "Heart rate", 55, 110, "/min"),
            new Measure("vital-signs", "9279-1", "Respiratory rate", 11, 20, "/min"),
            new Measure("laboratory", "2339-0", "Glucose [Mass/volume] in Blood", 65, 180, "mg/dL"),
            new Measure("laboratory", "38483-4", "Creatinine [Mass/volume] in Blood", 0.5, 1.8, "mg/dL"),
            new Measure("laboratory", "6298-4", "Potassium [Moles/volume] in Blood", 3.4, 5.2, "mmol/L"),
            new Measure("laboratory", "718-7", "Hemoglobin [Mass/volume] in Blood", 11, 17, "g/dL"));

    private final SplittableRandom random;

    private Observations(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes {@code count} of them, one a line; the file. */
    static Path write(Path file, int count, long seed) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String each : (Iterable<String>) stream(count, seed)::iterator) {
                out.write(each);
                out.newLine();
            }
        }
        return file;
    }

    /** {@code count} of them as JSON, about 1 kB each. */
    static Stream<String> stream(int count, long seed) {
        return Stream.generate(new Observations(seed)::next).limit(count);
    }

    /** The same as the records that the collector makes of them. */
    static Stream<EhrResource> records(int count, long seed) {
        return stream(count, seed)
                .map(json -> EhrResource.newBuilder()
                        .setDataset("bench")
                        .setDonor("bench:" + between(json, "\"Patient/", "\""))
                        .setBasis("generated data")
                        .setSource("observations.ndjson")
                        .setResourceType("Observation")
                        .setResourceId(between(json, "\"id\":\"", "\""))
                        .setJson(json)
                        .build());
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }

    private String next() {
        int kind = random.nextInt(100);
        return kind < 78 ? measured() : kind < 93 ? smoking() : bloodPressure();
    }

    private String measured() {
        Measure measure = MEASURES.get(random.nextInt(MEASURES.size()));
        return whole(measure.category(), measure.code(), measure.display(), quantity(measure));
    }

    private String smoking() {
        String value = """
            "valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"8517006","display":"Ex-smoker (finding)"}],"text":"Ex-smoker (finding)"}\
            """;
        return whole("social-history", "72166-2", "Tobacco smoking status", value);
    }

    private String bloodPressure() {
        String components = """
            "component":[{%s,%s},{%s,%s}]\
            """.formatted(
                        code("8462-4", "Diastolic Blood Pressure"),
                        quantity(new Measure("", "", "", 60, 95, "mm[Hg]")),
                        code("8480-6", "Systolic Blood Pressure"),
                        quantity(new Measure("", "", "", 100, 160, "mm[Hg]")));
        return whole("vital-signs", "85354-9", "Blood pressure panel with all children optional", components);
    }

    private String quantity(Measure measure) {
        return """
            "valueQuantity":{"value":%.2f,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}\
            """.formatted(random.nextDouble(measure.low(), measure.high()), measure.unit(), measure.unit());
    }

    private static String code(String code, String display) {
        return """
            "code":{"coding":[{"system":"http://loinc.org","code":"%s","display":"%s"}],"text":"%s"}\
            """.formatted(code, display, display);
    }

    private String whole(String category, String code, String display, String value) {
        Instant time = START.plusSeconds(random.nextInt(90_000_000));
        return """
            {"resourceType":"Observation","id":"%s","meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-%s"]},"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"%s","display":"%s"}]}],%s,"subject":{"reference":"Patient/%04d"},"encounter":{"reference":"Encounter/%s"},"effectiveDateTime":"%s","issued":"%s",%s}\
            """.formatted(
                        id(),
                        category,
                        category,
                        category,
                        code(code, display),
                        random.nextInt(DONORS),
                        id(),
                        time,
                        time,
                        value);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
