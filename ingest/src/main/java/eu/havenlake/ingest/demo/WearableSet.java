package eu.havenlake.ingest.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The wearable days of some of the adult donors: one NDJSON file of Open mHealth data points a wearer. They lie before
 * the index date, for studies that look back from there, and half as many before the end of all records.
 */
final class WearableSet {
    private static final int ADULT = 18;
    private static final MinimalPrettyPrinter LINE_BY_LINE = new MinimalPrettyPrinter("\n");

    private final long seed;
    private final DemoSize size;

    WearableSet(long seed, DemoSize size) {
        this.seed = seed;
        this.size = size;
    }

    void write(Path folder, List<SyntheticDonor> donors, Consumer<String> progress) throws IOException {
        List<SyntheticDonor> wearers = wearers(donors);
        long points = 0;
        for (int i = 0; i < wearers.size(); i++) {
            points += write(folder.resolve("synthetic-wearer-%03d.ndjson".formatted(i + 1)), wearers.get(i));
        }
        progress.accept("synthetic wearables: " + points + " data points of " + wearers.size() + " donors");
    }

    /** Adults in an order that follows from the seed, so that the wearers are no choice by id. */
    List<SyntheticDonor> wearers(List<SyntheticDonor> donors) {
        List<SyntheticDonor> adults = new ArrayList<>(donors.stream()
                .filter(donor -> donor.ageOn(Demo.INDEX) >= ADULT)
                .toList());
        Collections.shuffle(adults, Seeds.of(seed, "wearers"));
        return adults.subList(0, Math.min(size.wearers(), adults.size()));
    }

    /** The days on which a device is worn. The last night must end before the end of all records. */
    Stream<LocalDate> days() {
        return Stream.concat(
                before(Demo.INDEX, size.wearableDays()), before(Demo.END.minusDays(1), size.wearableDays() / 2));
    }

    private static Stream<LocalDate> before(LocalDate end, int days) {
        return IntStream.rangeClosed(1, days).mapToObj(back -> end.minusDays(days - back + 1L));
    }

    private long write(Path file, SyntheticDonor donor) throws IOException {
        Random random = Seeds.of(seed, "wearable " + donor.patient());
        WearerProfile wearer = WearerProfile.of(donor.ageOn(Demo.INDEX), donor.female(), random);
        List<Measure> measures = days().flatMap(day -> new WearableDay(wearer, day, random).measures().stream())
                .toList();
        try (Writer text = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(LINE_BY_LINE)) {
            DataPoints points = new DataPoints(json, donor.patient());
            for (int i = 0; i < measures.size(); i++) {
                points.write(measures.get(i), Seeds.id(seed, "point " + i + " of " + donor.patient()));
            }
            json.writeRaw('\n');
        }
        return measures.size();
    }
}
