package eu.havenlake.ingest.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Donors in a moment: Bundles with a Patient and nothing else, as small as the demo can read. */
final class FewDonors implements DonorSource {
    private int calls;

    int calls() {
        return calls;
    }

    /** Donors of all ages. */
    static List<SyntheticDonor> list(int count) {
        Random random = new Random(count);
        return IntStream.range(0, count)
                .mapToObj(i -> new SyntheticDonor(
                        "patient-%04d".formatted(i),
                        LocalDate.of(2024, 1, 1).minusDays(random.nextInt(80 * 365)),
                        random.nextBoolean()))
                .toList();
    }

    @Override
    public void write(Path folder, int donors, long seed, Consumer<String> progress) {
        calls++;
        try {
            Path fhir = Files.createDirectories(folder.resolve("fhir"));
            for (SyntheticDonor donor : list(donors)) {
                Files.writeString(fhir.resolve(donor.patient() + ".json"), bundle(donor));
            }
            Files.writeString(
                    fhir.resolve("hospitalInformation1.json"),
                    "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Organization\",\"id\":\"o\"}}]}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bundle(SyntheticDonor donor) {
        return """
                {"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:%1$s","resource":{"resourceType":"Patient",
                "id":"%1$s","gender":"%2$s","birthDate":"%3$s"}}]}
                """.formatted(donor.patient(), donor.female() ? "female" : "male", donor.born());
    }
}
