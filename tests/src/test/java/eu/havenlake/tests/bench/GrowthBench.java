package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.collect.Publisher;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.silver.WearableTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ten times the records cost: to take them in, and to curate a small batch into the table that they make. A smaller
 * home before both warms this process up; the few come before and after the many, for a process that has run for longer
 * is faster. The many come in two parts, of which the first is as large as the few: what more of them leave in memory is
 * told within one Spark session, as each that was closed leaves something behind.
 *
 * <p>{@code -Dhaven.growth=100000} sets how many the smaller of the two has.
 */
class GrowthBench {
    private static final int FEW = Integer.getInteger("haven.growth", 1_000_000);
    private static final int TIMES = 10;
    private static final int BATCH = 1_000;
    private static final int BATCHES = 3;
    private static final Duration CLEANED = Duration.ofSeconds(3);
    private static final long FIRST = 1;
    private static final long REST = 2;

    @TempDir
    static Path folder;

    /** A home after its records came, and small batches after them. */
    private record Grown(
            int records, double ingest, double curate, double smallCurate, long firstHeap, long heap, long peak) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%,12d%,12.1f%,12.1f%,14.2f%,18d%,18d%,14d%n",
                    records,
                    ingest,
                    curate,
                    smallCurate,
                    firstHeap >> 20,
                    heap >> 20,
                    peak >> 10);
        }
    }

    private interface Work {
        void run();
    }

    @Test
    void tenTimesTheRecords() throws IOException {
        grown("warm-up", FEW / 2);
        Grown few = grown("few", FEW);
        Grown many = grown("many", TIMES * FEW);
        publish(few, many, grown("again", FEW));
    }

    private static Grown grown(String name, int records) {
        try (Workplace place = Lakes.workplace(folder.resolve(name))) {
            LifeCycle lifeCycle = new LifeCycle(place);
            int first = Math.min(records, FEW);
            double ingest = ingest(place, first, FIRST);
            long firstHeap = live();
            if (records > first) {
                ingest += ingest(place, records - first, REST);
            }
            long peak = PeakMemory.kilobytes();
            long heap = live();
            double curate = seconds(lifeCycle::curate);
            double[] small = IntStream.range(0, BATCHES)
                    .mapToDouble(batch -> {
                        ingest(place, BATCH, REST + 1 + batch);
                        return seconds(lifeCycle::curate);
                    })
                    .sorted()
                    .toArray();
            int all = records + BATCHES * BATCH;
            assertThat(place.lake().read(Topic.WEARABLE_SAMPLE.bronze()).count())
                    .isEqualTo(all);
            assertThat(place.lake().read(WearableTables.WEARABLE_SAMPLE).count())
                    .isEqualTo(all);
            return new Grown(records, ingest, curate, small[BATCHES / 2], firstHeap, heap, peak);
        }
    }

    /** Seconds that it takes to take so many new records in, once they are in Kafka. */
    private static double ingest(Workplace place, int records, long seed) {
        try (Publisher publisher = new Publisher(place.kafka(), place.run())) {
            WearableRecords.stream(records, seed).forEach(publisher::send);
            assertThat(publisher.flush()).isEqualTo(records);
        }
        PeakMemory.forget();
        return seconds(new LifeCycle(place)::ingest);
    }

    /**
     * Bytes of all objects that are reached; what G1 fills its regions up with is not. Spark lets go what a collection
     * found nobody to use, as what was broadcast, on a thread of its own afterwards.
     */
    private static long live() {
        try {
            System.gc();
            Thread.sleep(CLEANED.toMillis());
            Object histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return histogram
                    .toString()
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d+:.*") && !line.contains("jdk.internal.vm.Filler"))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+")[2]))
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Nobody interrupts a benchmark", e);
        } catch (JMException e) {
            throw new IllegalStateException("Every HotSpot tells its histogram", e);
        }
    }

    private static double seconds(Work work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void publish(Grown few, Grown many, Grown again) throws IOException {
        String table = String.format(
                        Locale.ROOT,
                        "%12s%12s%12s%14s%18s%18s%14s%n",
                        "records",
                        "ingest s",
                        "curate s",
                        BATCH + " more s",
                        "heap at first MB",
                        "heap after MB",
                        "peak RSS MB")
                + few.line()
                + many.line()
                + again.line()
                + String.format(
                        Locale.ROOT,
                        "%nratio of ingest %.2f, bar <= 10.5; of curating %,d more (median of %d) %.2f, bar <= 2; of the heap %.2f, bar <= 1.1%npeak RSS: %s%n",
                        2 * many.ingest / (few.ingest + again.ingest),
                        BATCH,
                        BATCHES,
                        2 * many.smallCurate / (few.smallCurate + again.smallCurate),
                        1.0 * many.heap / many.firstHeap,
                        PeakMemory.explanation());
        System.out.println(table);
        Path results = Files.createDirectories(Path.of(System.getProperty("haven.bench", "target/bench")));
        Files.writeString(results.resolve("growth.txt"), table);
    }
}
