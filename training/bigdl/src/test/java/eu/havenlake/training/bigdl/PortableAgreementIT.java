package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.Batches.architecture;
import static eu.havenlake.training.bigdl.Batches.distance;
import static eu.havenlake.training.bigdl.Batches.images;
import static eu.havenlake.training.bigdl.Batches.normal;
import static org.assertj.core.api.Assertions.assertThat;

import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * BigDL's two engines, native and portable, are independent: what both compute is taken for right.
 *
 * <p>Their rounding differs, and where a value lies within rounding of zero one engine's ReLU or maximum lets a gradient
 * pass that the other's stops. Then blocks differ by up to 2e-2 (5e-2 in 50 layers), as they do within one engine if the images change by one
 * unit in the last place; where no unit switches, they agree to 1e-5. A wrong layer would be wrong for every seed. So
 * each seed must agree roughly, more tightly than a lost or doubled gradient would, and some seed to rounding. Among the units of 50 layers some switch
 * for any seed; a convolution's gradient that two consumers overwrote was 9e-2 off, so 2e-2 still tells.
 */
class PortableAgreementIT {
    private static final int ROWS = 3;
    private static final int CLASSES = 7;
    private static final double SWITCHED = 1e-1;
    private static final double ROUNDING = 1e-4;

    private final Engine engine = new BigDlEngineFactory().open(2);

    @ParameterizedTest
    @CsvSource({
        "lenet5, 1, 28, 1e-4",
        "lenet5, 3, 37, 1e-4",
        "resnet18, 3, 64, 1e-4",
        "resnet18, 1, 45, 1e-4",
        "resnet34, 1, 33, 1e-4",
        "resnet50, 1, 33, 2e-2"
    })
    void nativeLayersComputeWhatPortableOnesCompute(String network, int channels, int side, double best) {
        var architecture = architecture(network, channels, side, CLASSES);
        double closest = Double.MAX_VALUE;
        for (int seed = 1; seed <= 4; seed++) {
            double farthestBlock = farthestBlock(architecture, seed);
            assertThat(farthestBlock).as("gradients, seed %d", seed).isLessThan(SWITCHED);
            closest = Math.min(closest, farthestBlock);
        }
        assertThat(closest).as("gradients of the best seed").isLessThan(best);
    }

    private double farthestBlock(Architecture architecture, int seed) {
        float[] images = images(architecture, ROWS);
        float[] gradLogits = normal(ROWS * CLASSES, 2);
        try (Replica replica = engine.build(architecture, ROWS, seed)) {
            float[] logits = new float[ROWS * CLASSES];
            replica.forward(images, Mode.TRAIN, logits);
            replica.backward(gradLogits);
            Portable portable = portable(architecture, replica.parameters(), images, gradLogits);
            assertThat(distance(logits, portable.logits()))
                    .as("logits, seed %d", seed)
                    .isLessThan(ROUNDING);
            return replica.blocks().stream()
                    .mapToDouble(block -> distance(part(replica.gradients(), block), part(portable.gradients(), block)))
                    .max()
                    .orElseThrow();
        }
    }

    private record Portable(float[] logits, float[] gradients) {}

    private static Portable portable(
            Architecture architecture, float[] parameters, float[] images, float[] gradLogits) {
        Graph<Object> graph = Topology.build(architecture, new PortableLayers());
        var flat = graph.getParameters();
        System.arraycopy(parameters, 0, ScalaGlue.array(flat._1()), 0, parameters.length);
        graph.zeroGradParameters();
        var input = architecture.input();
        Tensor<Object> batch = ScalaGlue.tensor(images, ROWS, input.channels(), input.height(), input.width());
        Tensor<?> output = graph.forward(batch).toTensor(ScalaGlue.NUMERIC);
        float[] logits = Arrays.copyOf((float[]) output.storage().array(), ROWS * architecture.classes());
        var unused = graph.backward(batch, ScalaGlue.tensor(gradLogits, ROWS, architecture.classes()));
        return new Portable(logits, ScalaGlue.array(flat._2()));
    }

    private static float[] part(float[] values, Block block) {
        return Arrays.copyOfRange(values, block.offset(), block.offset() + block.length());
    }
}
