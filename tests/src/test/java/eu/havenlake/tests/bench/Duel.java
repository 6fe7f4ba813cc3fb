package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures two sides on the same data: each once to warm up, then in turn. Slow is no failure, as the machine may have
 * other work; that the sides did different work is one.
 *
 * @param title what is compared
 * @param unit of the rate, as {@code records/s}
 * @param bar least ratio of the rates, ours over theirs, that is wanted
 * @param rounds how often each side is measured
 */
record Duel(String title, String unit, double bar, int rounds) {

    /** Runs both, prints the table and keeps it as {@code target/bench/<file>.txt}. */
    Score run(Side ours, Side theirs, Path folder, String file) throws Exception {
        Score.Column left = new Score.Column(ours.name());
        Score.Column right = new Score.Column(theirs.name());
        long items = once(ours, folder.resolve("warm-up-ours")).items();
        assertThat(once(theirs, folder.resolve("warm-up-theirs")).items()).isEqualTo(items);
        for (int round = 1; round <= rounds; round++) {
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
        Duration cpu = cpu(side);
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = cpu(side).minus(cpu).toNanos() / 1e9;
        long peak = side.process().equals(ProcessHandle.current()) ? PeakMemory.kilobytes() : 0;
        long items = work.items();
        System.out.printf(Locale.ROOT, "  %-24s %7.2f s  %s%n", side.name(), seconds, folder.getFileName());
        return new Score.Run(items, seconds, cpuSeconds, peak);
    }

    /** Of all threads of the side's process: what other work on the machine changes least. */
    private static Duration cpu(Side side) {
        return side.process().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static void publish(String table, String file) throws IOException {
        System.out.printf("%n%s%n", table);
        Path results = Files.createDirectories(Path.of(System.getProperty("haven.bench", "target/bench")));
        Files.writeString(results.resolve(file + ".txt"), table);
    }
}
