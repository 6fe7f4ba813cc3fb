package eu.havenlake.training.bigdl;

import static org.assertj.core.api.Assertions.assertThat;

import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it gains to leave out the gradient by the images: our passes against those of the same graph with it, in turn. */
class FirstGradientBench {
    private static final int ROUNDS = 5;
    private static final ComputeThread THREAD =
            ((BigDlRuntime.Running) BigDlRuntime.start(Runtime.getRuntime().availableProcessors())).thread();

    private record Passes(Runnable pass, Runnable release) {}

    @ParameterizedTest
    @CsvSource({"lenet5, 1, 28, 128, 100, 1.02", "resnet18, 3, 64, 16, 16, 1.02", "resnet50, 3, 224, 8, 10, 1.02"})
    void passesAgainstThoseWithTheGradientByTheImages(
            String network, int channels, int side, int rows, int passes, double bar) throws IOException {
        Architecture architecture = Batches.architecture(network, channels, side, 5);
        float[] images = Batches.images(architecture, rows);
        float[] gradient = Batches.normal(rows * architecture.classes(), 2);
        double[] without = new double[ROUNDS];
        double[] with = new double[ROUNDS];
        THREAD.run(() -> {
            Passes ours = ours(architecture, images, gradient);
            Passes theirs = theirs(architecture, images, gradient);
            seconds(ours, passes);
            seconds(theirs, passes);
            for (int round = 0; round < ROUNDS; round++) {
                without[round] = seconds(ours, passes);
                with[round] = seconds(theirs, passes);
            }
            ours.release.run();
            theirs.release.run();
        });
        publish("%s, %dx%dx%3$d, batch %d".formatted(network, channels, side, rows), network, with, without, bar);
    }

    private static Passes ours(Architecture architecture, float[] images, float[] gradient) {
        NativeNetwork network = NativeNetwork.build(
                architecture, images.length / architecture.input().size(), 1);
        float[] logits = new float[gradient.length];
        Runnable pass = () -> {
            network.forward(images, Mode.TRAIN, logits);
            network.backward(gradient);
        };
        return new Passes(pass, network::release);
    }

    private static Passes theirs(Architecture architecture, float[] images, float[] gradient) {
        var input = architecture.input();
        int rows = images.length / input.size();
        DnnGraph graph = (DnnGraph) Topology.build(architecture, new NativeLayers(rows));
        new StartValues(1).fill(ScalaGlue.array(graph.getParameters()._1()), Blocks.of(graph));
        graph.compile(ScalaGlue.TRAINING);
        Tensor<Object> batch = ScalaGlue.tensor(images, rows, input.channels(), input.height(), input.width());
        Tensor<Object> gradLogits = ScalaGlue.tensor(gradient, rows, architecture.classes());
        Runnable pass = () -> {
            assertThat(graph.forward(batch)).isNotNull();
            assertThat(graph.backward(batch, gradLogits)).isNotNull();
        };
        return new Passes(pass, graph::release);
    }

    private static double seconds(Passes work, int passes) {
        long start = System.nanoTime();
        for (int i = 0; i < passes; i++) {
            work.pass.run();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void publish(String title, String network, double[] with, double[] without, double bar)
            throws IOException {
        double ratio = median(with) / median(without);
        String table = String.format(
                Locale.ROOT,
                "%s%n  with the gradient by the images, s  %s%n  without                             %s%n  ratio of the medians %.3f, bar >= %.2f: %s%n",
                title,
                Arrays.toString(with),
                Arrays.toString(without),
                ratio,
                bar,
                ratio >= bar ? "met" : "missed");
        System.out.println(table);
        Path results = Files.createDirectories(Path.of("target", "bench"));
        Files.writeString(results.resolve("first-gradient-" + network + ".txt"), table);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
