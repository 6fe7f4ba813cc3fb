package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures two sides in one process on the same data: each once to warm up, then three times in turn. Slow is no
 * failure, as the machine may have other work; that the sides did different work is one.
 *
 * @param title what is compared
 * @param unit of the rate, as {@code records/s}
 * @param bar least ratio of the rates, ours over theirs, that is wanted
 */
record Duel(String title, String unit, double bar) {
    static final int ROUNDS = 3;

    /** Runs both, prints the table and keeps it as {@code target/bench/<file>.txt}. */
    Score run(Side ours, Side theirs, Path folder, String file) throws Exception {
        Score.Column left = new Score.Column(ours.name());
        Score.Column right = new Score.Column(theirs.name());
        long items = once(ours, folder.resolve("warm-up-ours")).items();
        assertThat(once(theirs, folder.resolve("warm-up-theirs")).items()).isEqualTo(items);
        for (int round = 1; round <= ROUNDS; round++) {
            left.add(once(ours, folder.resolve("ours-" + round)));
            right.add(once(theirs, folder.resolve("theirs-" + round)));
        }
        List<Long> counts = new ArrayList<>(left.items());
        counts.addAll(right.items());
        assertThat(counts).as("items that each run did").containsOnly(items);
        Score score = new Score(this, items, left, right);
        publish(score.table(), file);
        return score;
    }

    private static Score.Run once(Side side, Path folder) throws Exception {
        Side.Work work = side.prepare(Files.createDirectories(folder));
        System.gc();
        PeakMemory.forget();
        long start = System.nanoTime();
        long cpu = cpu();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (cpu() - cpu) / 1e9;
        long peak = PeakMemory.kilobytes();
        long items = work.items();
        System.out.printf(Locale.ROOT, "  %-24s %7.2f s  %s%n", side.name(), seconds, folder.getFileName());
        return new Score.Run(items, seconds, cpuSeconds, peak);
    }

    /** Of all threads of this process, in ns: what other work on the machine changes least. */
    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void publish(String table, String file) throws IOException {
        System.out.printf("%n%s%n", table);
        Path results = Files.createDirectories(Path.of(System.getProperty("haven.bench", "target/bench")));
        Files.writeString(results.resolve(file + ".txt"), table);
    }
}
