package eu.havenlake.training.bigdl;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it gains to fuse a network that only answers: the same images and weights, by three ways in turn. */
class AnswersBench {
    private static final int ROUNDS = 5;
    private static final String FUSED = "fused";
    private static final ComputeThread THREAD =
            ((BigDlRuntime.Running) BigDlRuntime.start(Runtime.getRuntime().availableProcessors())).thread();

    @ParameterizedTest
    @CsvSource({"lenet5, 1, 28, 32, 200", "resnet18, 3, 64, 32, 8", "resnet50, 3, 128, 8, 4"})
    void fusedAgainstTheGraphThatTrainsAndThePortableLayers(
            String network, int channels, int side, int rows, int passes) throws IOException {
        Architecture architecture = Batches.architecture(network, channels, side, 5);
        float[] images = Batches.images(architecture, rows);
        Map<String, double[]> seconds = new LinkedHashMap<>();
        THREAD.run(() -> measure(architecture, images, passes, seconds));
        publish("%s, %dx%dx%3$d, batch %d".formatted(network, channels, side, rows), network, seconds, rows * passes);
    }

    private static void measure(Architecture architecture, float[] images, int passes, Map<String, double[]> seconds) {
        int rows = images.length / architecture.input().size();
        NativeNetwork training = NativeNetwork.build(architecture, rows, 1);
        float[] statistics = new float[training.statistics().count()];
        training.statistics().read(statistics);
        FusedNetwork fused = new FusedNetwork(architecture, rows, training.parameters(), statistics);
        PortableNetwork portable = PortableNetwork.of(architecture, training.parameters(), statistics);
        float[] logits = new float[rows * architecture.classes()];
        float[] others = new float[logits.length];
        Map<String, Runnable> sides = new LinkedHashMap<>();
        sides.put(FUSED, () -> fused.predict(images, 0, rows, logits));
        sides.put("the graph that trains", () -> training.forward(images, Mode.EVALUATE, others));
        sides.put("portable layers", () -> assertThat(portable.predict(images)).hasSize(logits.length));
        sides.keySet().forEach(side -> seconds.put(side, new double[ROUNDS]));
        for (int round = -1; round < ROUNDS; round++) {
            for (Map.Entry<String, Runnable> side : sides.entrySet()) {
                double took = seconds(side.getValue(), passes);
                if (round >= 0) {
                    seconds.get(side.getKey())[round] = took;
                }
            }
        }
        assertThat(Batches.distance(logits, others)).as("the same answers").isLessThan(1e-4);
        training.release();
        fused.release();
    }

    private static double seconds(Runnable pass, int passes) {
        long start = System.nanoTime();
        for (int i = 0; i < passes; i++) {
            pass.run();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void publish(String title, String network, Map<String, double[]> seconds, int images)
            throws IOException {
        StringBuilder table = new StringBuilder(title).append('\n');
        double fused = median(seconds.get(FUSED));
        seconds.forEach((side, rounds) -> table.append(String.format(
                Locale.ROOT,
                "  %-22s %8.1f images/s, %5.2f times the time of the fused%n",
                side,
                images / median(rounds),
                median(rounds) / fused)));
        System.out.println(table);
        Path results = Files.createDirectories(Path.of("target", "bench"));
        Files.writeString(results.resolve("answers-" + network + ".txt"), table);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
