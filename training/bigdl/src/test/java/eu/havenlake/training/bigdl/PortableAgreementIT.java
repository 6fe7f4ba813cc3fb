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
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * BigDL's two engines, native and portable, are independent: what both compute is taken for right.
 *
 * <p>Their rounding differs, and where a value lies within rounding of zero one engine's ReLU or maximum lets a gradient
 * pass that the other's stops. Then blocks differ by up to 2e-2, as they do within one engine if the images change by one
 * unit in the last place; where no unit switches, they agree to 1e-5. A wrong layer would be wrong for every seed. So
 * each seed must agree roughly, more tightly than a lost or doubled gradient would, and some seed to rounding.
 *
 * <p>Among the units of 50 layers some switch for any seed; which, depends on the processor. There each shift is lifted
 * so far that every unit lets everything pass, and what flows back through layers and sums is compared to rounding.
 */
class PortableAgreementIT {
    private static final int ROWS = 3;
    private static final int CLASSES = 7;
    private static final double SWITCHED = 1e-1;
    private static final double ROUNDING = 1e-4;
    /** Standard deviations: of normalised values, three in a hundred million lie below. */
    private static final float LIFT = 5.5f;
    /** Measured: 9e-5 to 5e-4. A convolution's gradient that two consumers overwrote was 9e-2 off. */
    private static final double ROUNDING_OF_MANY_LAYERS = 2e-3;

    private final Engine engine = new BigDlEngineFactory().open(2);

    @ParameterizedTest
    @CsvSource({"lenet5, 1, 28", "lenet5, 3, 37", "resnet18, 3, 64", "resnet18, 1, 45", "resnet34, 1, 33"})
    void nativeLayersComputeWhatPortableOnesCompute(String network, int channels, int side) {
        var architecture = architecture(network, channels, side, CLASSES);
        double closest = Double.MAX_VALUE;
        for (int seed = 1; seed <= 4; seed++) {
            double farthestBlock = compare(architecture, seed, 0).farthest(block -> true);
            assertThat(farthestBlock).as("gradients, seed %d", seed).isLessThan(SWITCHED);
            closest = Math.min(closest, farthestBlock);
        }
        assertThat(closest).as("gradients of the best seed").isLessThan(ROUNDING);
    }

    /** The gradient of a lifted shift is left out: the normalisation that follows takes it to zero, but for borders. */
    @ParameterizedTest
    @CsvSource({"resnet34, 1, 33", "resnet50, 1, 33"})
    void whereNoUnitSwitchesEachSeedAgreesToRounding(String network, int channels, int side) {
        var architecture = architecture(network, channels, side, CLASSES);
        for (int seed = 1; seed <= 2; seed++) {
            assertThat(compare(architecture, seed, LIFT).farthest(block -> block.kind() != Block.Kind.SHIFT))
                    .as("gradients, seed %d", seed)
                    .isLessThan(ROUNDING_OF_MANY_LAYERS);
        }
    }

    /** The gradients of both engines for the same images; their logits have been compared. */
    private record Compared(List<Block> blocks, float[] ours, float[] portable) {
        double farthest(Predicate<Block> which) {
            return blocks.stream()
                    .filter(which)
                    .mapToDouble(block -> distance(part(ours, block), part(portable, block)))
                    .max()
                    .orElseThrow();
        }
    }

    private Compared compare(Architecture architecture, int seed, float shift) {
        float[] images = images(architecture, ROWS);
        float[] gradLogits = normal(ROWS * CLASSES, 2);
        try (Replica replica = engine.build(architecture, ROWS, seed)) {
            lift(replica, shift);
            float[] logits = new float[ROWS * CLASSES];
            replica.forward(images, Mode.TRAIN, logits);
            replica.backward(gradLogits);
            Portable portable = portable(architecture, replica.parameters(), images, gradLogits);
            assertThat(distance(logits, portable.logits()))
                    .as("logits, seed %d", seed)
                    .isLessThan(ROUNDING);
            return new Compared(replica.blocks(), replica.gradients().clone(), portable.gradients());
        }
    }

    private static void lift(Replica replica, float shift) {
        replica.blocks().stream()
                .filter(block -> block.kind() == Block.Kind.SHIFT)
                .forEach(block -> Arrays.fill(replica.parameters(), block.offset(), block.end(), shift));
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
