package eu.havenlake.tests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a duel gave.
 *
 * @param duel what was compared
 * @param items that every run did
 * @param ours runs of HavenLake
 * @param theirs runs of the other side
 */
record Score(Duel duel, long items, Column ours, Column theirs) {

    /**
     * One measured run.
     *
     * @param items done
     * @param seconds of the work
     * @param cpu seconds that all threads of the side's processes worked together
     * @param peak greatest resident set of the whole process in kB while it worked; 0 where that cannot be told
     */
    record Run(long items, double seconds, double cpu, long peak) {}

    /** The measured runs of one side. */
    static final class Column {
        private final String name;
        private final List<Run> runs = new ArrayList<>();

        Column(String name) {
            this.name = name;
        }

        void add(Run run) {
            runs.add(run);
        }

        List<Long> items() {
            return runs.stream().map(Run::items).toList();
        }

        double median() {
            return median(Run::seconds);
        }

        double cpu() {
            return median(Run::cpu);
        }

        private double median(ToDoubleFunction<Run> figure) {
            List<Double> sorted =
                    runs.stream().mapToDouble(figure).sorted().boxed().toList();
            int half = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        }

        private long peak() {
            return runs.stream().mapToLong(Run::peak).max().orElse(0);
        }
    }

    /** Our rate over theirs, by the medians. */
    double ratio() {
        return theirs.median() / ours.median();
    }

    /** All figures as an aligned text. */
    String table() {
        return String.format(Locale.ROOT, "%s: %,d items a run%n%n", duel.title(), items) + header() + line(ours)
                + line(theirs) + "\n" + verdict() + "\n" + machine() + "\n";
    }

    private String header() {
        String rounds = IntStream.rangeClosed(1, ours.runs.size())
                .mapToObj("%10s"::formatted)
                .collect(Collectors.joining());
        return String.format(
                "%-26s%s%10s%14s%10s%14s%n", "seconds of run", rounds, "median", duel.unit(), "CPU s", "peak RSS MB");
    }

    private String line(Column side) {
        String runs = side.runs.stream()
                .map(run -> String.format(Locale.ROOT, "%10.2f", run.seconds()))
                .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "%-26s%s%10.2f%,14.0f%10.2f%14s%n",
                side.name,
                runs,
                side.median(),
                items / side.median(),
                side.cpu(),
                side.peak() == 0 ? "?" : String.valueOf(side.peak() / 1024));
    }

    private String verdict() {
        return String.format(
                Locale.ROOT,
                "ratio %.2f, bar >= %.2f: %s (by CPU time %.2f)",
                ratio(),
                duel.bar(),
                ratio() >= duel.bar() ? "met" : "missed",
                theirs.cpu() / ours.cpu());
    }

    private static String machine() {
        String kernels = Optional.ofNullable(System.getenv("MKL_DEBUG_CPU_TYPE"))
                .map(", MKL_DEBUG_CPU_TYPE="::concat)
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%d cores, heap %d MB, Java %s%s; peak RSS is of the whole process, %s",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.version().feature(),
                kernels,
                PeakMemory.explanation());
    }
}
