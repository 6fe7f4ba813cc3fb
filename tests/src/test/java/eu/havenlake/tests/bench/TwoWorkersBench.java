package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two workers of one core each that train one network, against two that train one each: the same loop on the same number
 * of images per step, with and without the exchange. All four processes are there from the beginning; each pair works
 * while the other waits.
 */
class TwoWorkersBench {
    private static final int WARM_UP = 3;

    @ParameterizedTest
    @CsvSource({
        "resnet50, 64, 128, 4, plain, 6, 0.96",
        "resnet50, 64, 128, 4, encrypted, 6, 0.93",
        "resnet50, 64, 32, 1, encrypted, 16, 0",
        "lenet5, 28, 128, 1, encrypted, 150, 0.90"
    })
    void trainOneNetwork(String model, int side, int images, int passes, String kind, int steps, double bar)
            throws IOException {
        BenchWorker.Load load = new BenchWorker.Load(model, side, images, passes);
        String name = "%s %dx%2$d, %d images a step and worker, %s".formatted(model, side, images, kind);
        try (Pair together = Pair.start(load, kind);
                Pair apart = Pair.start(load, "alone")) {
            Score.Column ours = new Score.Column("one network, " + kind);
            Score.Column theirs = new Score.Column("two networks");
            double share = 0;
            for (int round = -WARM_UP; round < Duel.ROUNDS; round++) {
                Pair.Result one = together.train(steps);
                Pair.Result two = apart.train(steps);
                if (round >= 0) {
                    share = one.exchange();
                    ours.add(new Score.Run(2L * steps * images, one.seconds(), one.cpu(), one.peak()));
                    theirs.add(new Score.Run(2L * steps * images, two.seconds(), two.cpu(), two.peak()));
                }
            }
            Score score =
                    new Score(new Duel("Two workers, " + name, "images/s", bar), 2L * steps * images, ours, theirs);
            publish(score.table() + String.format(Locale.ROOT, "share of the exchange %.2f%n", share), name);
            assertThat(share).isBetween(0.0, 1.0);
        }
    }

    private static void publish(String table, String name) throws IOException {
        System.out.printf("%n%s%n", table);
        Path results = Files.createDirectories(Path.of(System.getProperty("haven.bench", "target/bench")));
        Files.writeString(results.resolve("two-workers-" + name.replaceAll("[^a-z0-9]+", "-") + ".txt"), table);
    }

    /** Two processes. */
    private record Pair(List<Process> processes, List<BufferedReader> answers) implements AutoCloseable {

        /**
         * What a run took.
         *
         * @param seconds until both were done
         * @param cpu seconds of both processors
         * @param exchange share of the exchange in the first worker's time
         * @param peak greatest resident sets of both in kB, added
         */
        record Result(double seconds, double cpu, double exchange, long peak) {}

        static Pair start(BenchWorker.Load load, String kind) throws IOException {
            Pair pair = new Pair(new ArrayList<>(), new ArrayList<>());
            for (int worker = 0; worker < 2; worker++) {
                Process process = process(load, kind, worker);
                pair.processes.add(process);
                pair.answers.add(process.inputReader(StandardCharsets.UTF_8));
            }
            String ports = pair.read().stream().map(String::strip).collect(Collectors.joining(" "));
            if (!kind.equals("alone")) {
                pair.tell(ports);
            }
            return pair;
        }

        private static Process process(BenchWorker.Load load, String kind, int worker) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    Arrays.asList(Files.readString(Path.of(System.getProperty("haven.dist"), "bin", "jvm.options"))
                            .strip()
                            .split("\\s+")));
            command.addAll(List.of(
                    "-Xmx1g",
                    "-XX:ActiveProcessorCount=1",
                    "-Dhaven.dist=" + System.getProperty("haven.dist"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    BenchWorker.class.getName(),
                    String.valueOf(worker),
                    kind));
            command.addAll(load.arguments());
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        Result train(int steps) {
            tell(String.valueOf(steps));
            List<double[]> took = read().stream()
                    .map(line -> Arrays.stream(line.split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
            double[] first = took.getFirst();
            double[] second = took.getLast();
            return new Result(
                    Math.max(first[0], second[0]), first[1] + second[1], first[2], (long) (first[3] + second[3]));
        }

        private void tell(String line) {
            for (Process process : processes) {
                try {
                    var in = process.outputWriter(StandardCharsets.UTF_8);
                    in.write(line + "\n");
                    in.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private List<String> read() {
            return answers.stream().map(Pair::line).toList();
        }

        private static String line(BufferedReader answers) {
            try {
                String line = answers.readLine();
                assertThat(line).as("a worker ended").isNotNull();
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            processes.forEach(Process::destroyForcibly);
        }
    }
}
