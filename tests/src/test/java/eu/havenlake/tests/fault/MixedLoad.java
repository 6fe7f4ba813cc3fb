package eu.havenlake.tests.fault;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.jobs.lifecycle.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A load as it comes day by day, made from a seed: patients, observations of which some are sent again with another
 * value, data points of wearables, decisions that change, and a few records that nobody can read or that do not fit.
 *
 * @param root where the files of all days lie
 * @param seed makes the same load again
 */
record MixedLoad(Path root, long seed) {
    static final String DATASET = "clinic";
    static final int PATIENTS = 40;
    private static final int OBSERVATIONS = 300;
    private static final int DATA_POINTS = 100;
    private static final int DECISIONS = 20;
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);

    /** What came on one day. */
    record Day(Path fhir, Path wearables, Path decisions) {
        List<Source> sources() {
            var origin = new Origin(DATASET, Optional.empty(), false);
            return List.of(
                    new Source.Consent(decisions),
                    new Source.Fhir(fhir, origin),
                    new Source.OpenMHealth(wearables, origin));
        }

        String[] command() {
            return new String[] {
                "collect",
                "--dataset",
                DATASET,
                "--consent",
                decisions.toString(),
                "--fhir",
                fhir.toString(),
                "--open-mhealth",
                wearables.toString()
            };
        }
    }

    /** Writes the files of a day, the first of which is 0. */
    Day day(int day) throws IOException {
        Files.createDirectories(root);
        var random = new Random(seed * 31 + day);
        return new Day(
                Files.writeString(root.resolve("fhir-%d.ndjson".formatted(day)), fhir(day, random)),
                Files.writeString(root.resolve("wear-%d.ndjson".formatted(day)), wearables(day, random)),
                Files.writeString(root.resolve("decisions-%d.csv".formatted(day)), decisions(day, random)));
    }

    private static String fhir(int day, Random random) {
        var lines = new StringBuilder();
        LocalDate date = FIRST_DAY.plusDays(day);
        for (int patient = 0; day == 0 && patient < PATIENTS; patient++) {
            lines.append("""
                    {"resourceType":"Patient","id":"p%d","gender":"female","birthDate":"%s"}
                    """.formatted(patient, LocalDate.of(1950, 1, 1).plusDays(patient)));
        }
        for (int i = 0; i < OBSERVATIONS; i++) {
            // Of the numbers of earlier days, some come again.
            int number = day * OBSERVATIONS + i - (day > 0 && random.nextInt(5) == 0 ? OBSERVATIONS : 0);
            String value = random.nextInt(25) == 0 ? "\"high\"" : String.valueOf(40 + random.nextInt(100));
            String line = """
                    {"resourceType":"Observation","id":"o%1$d","meta":{"lastUpdated":"%2$sT10:00:%3$02d.%4$03dZ"},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/p%5$d"},"effectiveDateTime":"2023-06-01T08:00:00Z","valueQuantity":{"value":%6$s,"unit":"/min","code":"/min"}}""".formatted(number, date, i / 60, i, number % PATIENTS, value);
            lines.append(random.nextInt(25) == 0 ? line.substring(0, line.length() / 2) : line)
                    .append('\n');
        }
        return lines.toString();
    }

    private static String wearables(int day, Random random) {
        var lines = new StringBuilder();
        for (int i = 0; i < DATA_POINTS; i++) {
            String unit = random.nextInt(20) == 0 ? "furlongs" : "beats/min";
            lines.append("""
                    {"header":{"id":"w%1$d-%2$d","creation_date_time":"2024-01-01T00:00:00Z","schema_id":{"namespace":"omh","name":"heart-rate","version":"1.0"},"user_id":"p%3$d"},"body":{"heart_rate":{"value":%4$d,"unit":"%5$s"},"effective_time_frame":{"date_time":"2023-06-01T08:00:00Z"}}}
                    """.formatted(day, i, random.nextInt(PATIENTS), 50 + random.nextInt(60), unit));
        }
        return lines.toString();
    }

    /** Each begins later than those of the days before. */
    private static String decisions(int day, Random random) {
        var lines = new StringBuilder("donor,decision,purposes,categories,from,until\n");
        for (int i = 0; i < DECISIONS; i++) {
            int patient = day == 0 ? 2 * i : random.nextInt(PATIENTS);
            String decision = day > 0 && random.nextInt(3) == 0 ? "withdraw" : "grant";
            lines.append(
                    "%s:p%d,%s,,,%sT00:%02d:00Z,%n".formatted(DATASET, patient, decision, FIRST_DAY.plusDays(day), i));
        }
        return lines.toString();
    }
}
