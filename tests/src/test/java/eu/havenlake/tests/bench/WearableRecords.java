package eu.havenlake.tests.bench;

import eu.havenlake.ingest.contract.WearableSample;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Heart rates and steps of a few hundred wearers, the same for the same seed. */
final class WearableRecords {
    private static final int WEARERS = 400;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private WearableRecords() {}

    static Stream<WearableSample> stream(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToObj(number -> sample(number, random));
    }

    private static WearableSample sample(int number, SplittableRandom random) {
        int wearer = random.nextInt(WEARERS);
        Instant time = START.plusSeconds(60L * number / WEARERS);
        boolean steps = random.nextInt(4) == 0;
        return WearableSample.newBuilder()
                .setDataset("bench")
                .setDonor("bench:wearer-%03d".formatted(wearer))
                .setBasis("generated data")
                .setSource("wearer-%03d.ndjson:%d".formatted(wearer, number))
                .setSampleId(new UUID(random.nextLong(), random.nextLong()).toString())
                .setSchemaName(steps ? "step-count" : "heart-rate")
                .setSchemaVersion(steps ? "2.0" : "1.1")
                .setCreated(time.plusSeconds(3600))
                .setJson(steps ? steps(time, random.nextInt(120)) : rate(time, 50 + random.nextInt(90)))
                .build();
    }

    private static String rate(Instant time, int rate) {
        return """
            {"heart_rate":{"value":%d,"unit":"beats/min"},"effective_time_frame":{"date_time":"%s"}}\
            """.formatted(rate, time);
    }

    private static String steps(Instant time, int count) {
        return """
            {"step_count":%d,"effective_time_frame":{"time_interval":{"start_date_time":"%s","end_date_time":"%s"}}}\
            """.formatted(count, time.minusSeconds(60), time);
    }
}
