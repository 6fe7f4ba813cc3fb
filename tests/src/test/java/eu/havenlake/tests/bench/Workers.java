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
import java.util.stream.Collectors;

/** Processes that work at the same time. */
record Workers(List<Process> processes, List<BufferedReader> answers) implements AutoCloseable {

    /**
     * What a run took.
     *
     * @param seconds until all were done
     * @param cpu seconds of all their processors
     * @param exchange share of the exchange in the first worker's time
     * @param peak greatest resident sets in kB, added
     * @param resident sets in kB after the run, by worker
     */
    record Result(double seconds, double cpu, double exchange, long peak, List<Long> resident) {
        Score.Run run(long images) {
            return new Score.Run(images, seconds, cpu, peak);
        }
    }

    /**
     * Starts them.
     *
     * @param kind alone, plain, encrypted or encrypted16
     * @param options of their JVMs
     */
    static Workers start(BenchWorker.Load load, String kind, int count, String... options) throws IOException {
        Workers workers = new Workers(new ArrayList<>(), new ArrayList<>());
        for (int worker = 0; worker < count; worker++) {
            Process process = process(load, kind, worker, options);
            workers.processes.add(process);
            workers.answers.add(process.inputReader(StandardCharsets.UTF_8));
        }
        String ports = workers.read().stream().map(String::strip).collect(Collectors.joining(" "));
        if (!kind.equals("alone")) {
            workers.tell(ports);
        }
        return workers;
    }

    private static Process process(BenchWorker.Load load, String kind, int worker, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(Files.readString(Path.of(System.getProperty("haven.dist"), "bin", "jvm.options"))
                .strip()
                .split("\\s+")));
        command.addAll(List.of(options));
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
        return new Result(
                took.stream().mapToDouble(figures -> figures[0]).max().orElseThrow(),
                took.stream().mapToDouble(figures -> figures[1]).sum(),
                took.getFirst()[2],
                (long) took.stream().mapToDouble(figures -> figures[3]).sum(),
                took.stream().map(figures -> (long) figures[4]).toList());
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
        return answers.stream().map(Workers::line).toList();
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
