package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether two workers that train for long take ever more memory: their resident sets after the warm-up and after each
 * tenth of the iterations, with a heap of which each page is touched at the start. Also what lies in it at the end, as the
 * JVM itself counts: what of the resident set it does not know of is the engine's.
 */
class FlatMemoryBench {
    private static final int TENTHS = 10;
    private static final double GROWTH = 1.02;
    /** Of the live heap, which is small: what the JVM compiles and loads meanwhile counts. */
    private static final double HEAP_GROWTH = 1.05;

    @ParameterizedTest
    @CsvSource({"lenet5, 28, 32, 500, 5000", "resnet50, 64, 32, 30, 300"})
    void staysAsItIsAfterTheWarmUp(String model, int side, int images, int warmUp, int iterations)
            throws IOException, InterruptedException {
        BenchWorker.Load load = new BenchWorker.Load(model, side, images, 1);
        try (Workers workers = Workers.start(
                load, "encrypted", 2, "-Xms1g", "-XX:+AlwaysPreTouch", "-XX:NativeMemoryTracking=summary")) {
            List<List<Long>> resident =
                    new ArrayList<>(List.of(workers.train(warmUp).resident()));
            long heap = liveHeap(workers.processes().getFirst());
            for (int tenth = 0; tenth < TENTHS; tenth++) {
                resident.add(workers.train(iterations / TENTHS).resident());
            }
            double heapGrowth = (double) liveHeap(workers.processes().getFirst()) / heap;
            String table = table(load, iterations, resident)
                    + "live heap of worker 0 after the warm-up %d MB, then %.3f times that%n"
                            .formatted(heap >> 20, heapGrowth)
                    + anatomy(workers.processes().getFirst());
            System.out.printf("%n%s%n", table);
            Path results = Files.createDirectories(Path.of(System.getProperty("haven.bench", "target/bench")));
            Files.writeString(results.resolve("flat-memory-" + model + ".txt"), table);
            for (int worker = 0; worker < 2; worker++) {
                assertThat(growth(resident, worker))
                        .as("growth of worker %d", worker)
                        .isLessThan(GROWTH);
            }
            assertThat(heapGrowth).as("growth of the live heap").isLessThan(HEAP_GROWTH);
        }
    }

    /** In bytes, after a full collection. */
    private static long liveHeap(Process process) throws IOException, InterruptedException {
        return jcmd(process, "GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                .findFirst()
                .orElseThrow();
    }

    private static double growth(List<List<Long>> resident, int worker) {
        return (double) resident.getLast().get(worker) / resident.getFirst().get(worker);
    }

    private static String table(BenchWorker.Load load, int iterations, List<List<Long>> resident) {
        StringBuilder text = new StringBuilder("Resident sets in MB, %s %dx%2$d, %d images a worker, encrypted%n"
                .formatted(load.model(), load.side(), load.images()));
        for (int worker = 0; worker < 2; worker++) {
            int number = worker;
            text.append(String.format(
                    Locale.ROOT,
                    "worker %d: %s; %.3f times that after the warm-up at the end of %d iterations%n",
                    worker,
                    resident.stream()
                            .map(all -> String.valueOf(all.get(number) / 1024))
                            .collect(Collectors.joining(" ")),
                    growth(resident, worker),
                    iterations));
        }
        return text.toString();
    }

    /** What the JVM says of a process: its arrays, and what it has of the system. */
    private static String anatomy(Process process) throws IOException, InterruptedException {
        String arrays = jcmd(process, "GC.class_histogram")
                .lines()
                .filter(line -> line.matches(".*\\[[FBSD]( .*)?"))
                .limit(3)
                .collect(Collectors.joining("\n"));
        String parts = jcmd(process, "VM.native_memory", "summary", "scale=MB")
                .lines()
                .filter(line -> line.matches("Total:.*|-.*reserved=.*"))
                .collect(Collectors.joining("\n"));
        return "%nArrays of the heap (instances, bytes):%n%s%n%nMemory the JVM knows of:%n%s%n"
                .formatted(arrays, parts);
    }

    private static String jcmd(Process process, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(process.pid()));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(answer).isZero();
        return answer;
    }
}
