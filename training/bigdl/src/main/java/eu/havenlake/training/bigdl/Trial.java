package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.Dropout;
import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.utils.LayerException;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Mode;
import java.util.Random;

/**
 * Lets the native layers of a model file and the portable ones they were made from compute the same random images: answers
 * and gradients must agree. BigDL's two engines are independent, so what both compute is taken for right. Their rounding
 * differs, and where a value lies within rounding of zero, one engine's ReLU lets a gradient pass that the other's stops; a
 * wrong layer is wrong for all images.
 */
final class Trial {
    private static final int ROWS = 4;
    private static final int TRIES = 3;
    private static final double SAME_ANSWERS = 1e-3;

    /** Units that switch make up to 2e-2; a gradient that was lost or added twice was 9e-2 off. */
    private static final double SAME_GRADIENTS = 5e-2;

    /** Share of the whole gradient below which a tensor's is rounding: that of a bias before a normalisation is. */
    private static final double NOTHING = 1e-3;

    private final Architecture architecture;
    private final NativeNetwork network;
    private final Graph<Object> portable;

    private Trial(Architecture architecture, NativeNetwork network, Graph<Object> portable) {
        this.architecture = architecture;
        this.network = network;
        this.portable = portable;
    }

    /** @throws IllegalArgumentException if they do not agree */
    static void run(Architecture architecture) {
        NativeNetwork network = NativeNetwork.build(architecture, ROWS, 0);
        try {
            Graph<Object> portable = FileGraph.portable(architecture);
            var unused = portable.training();
            network.withoutDropout();
            ScalaGlue.list(portable.modules()).stream()
                    .filter(Dropout.class::isInstance)
                    .forEach(layer -> ((Dropout<?>) (AbstractModule<?, ?, ?>) layer).setP(0));
            new Trial(architecture, network, portable).refuseDifference();
        } finally {
            network.release();
        }
    }

    private void refuseDifference() {
        var flat = portable.getParameters();
        Farthest closest = new Farthest("", Double.MAX_VALUE);
        for (int seed = 1; seed <= TRIES && closest.distance() > SAME_GRADIENTS; seed++) {
            portable.zeroGradParameters();
            Farthest farthest = compare(seed, ScalaGlue.array(flat._2()));
            // Also where it is not a number.
            closest = farthest.distance() >= closest.distance() ? closest : farthest;
        }
        if (!(closest.distance() <= SAME_GRADIENTS)) {
            throw FileGraph.refused("converted to native layers it has another gradient in " + closest.tensor()
                    + ", by " + closest.distance() + " of its length. Use a network of BigDL's usual layers.");
        }
    }

    /** A tensor whose gradients are farthest apart, as a share of their length. */
    private record Farthest(String tensor, double distance) {}

    private Farthest compare(int seed, float[] expected) {
        var input = architecture.input();
        float[] images = normal(ROWS * input.size(), seed);
        float[] gradLogits = normal(ROWS * architecture.classes(), -seed);
        float[] logits = new float[gradLogits.length];
        compute(images, gradLogits, logits);
        Tensor<Object> batch = ScalaGlue.tensor(images, ROWS, input.channels(), input.height(), input.width());
        Tensor<?> output = portable.forward(batch).toTensor(ScalaGlue.NUMERIC);
        float[] answers = new float[logits.length];
        System.arraycopy(output.storage().array(), output.storageOffset() - 1, answers, 0, answers.length);
        var unused = portable.backward(batch, ScalaGlue.tensor(gradLogits, ROWS, architecture.classes()));
        double difference = distance(logits, answers, 0, answers.length) / length(answers, 0, answers.length);
        if (!(difference <= SAME_ANSWERS)) {
            throw FileGraph.refused("converted to native layers it gives other answers, by " + difference
                    + " of their length: a layer means something else there, as an average over a padded border does."
                    + " Use a network of BigDL's usual layers.");
        }
        return farthest(expected);
    }

    private void compute(float[] images, float[] gradLogits, float[] logits) {
        try {
            network.forward(images, Mode.TRAIN, logits);
            network.backward(gradLogits);
        } catch (LayerException e) {
            throw FileGraph.refused(
                    "BigDL's native " + ComputeThread.reason(e) + ". Use a network of its usual layers.");
        } catch (RuntimeException e) {
            throw FileGraph.refused("its native layers fail (" + e + "). Use a network of BigDL's usual layers.");
        }
    }

    private Farthest farthest(float[] expected) {
        double least = NOTHING * length(expected, 0, expected.length);
        Farthest farthest = new Farthest("", 0);
        for (Block block : network.blocks()) {
            double apart = distance(network.gradients(), expected, block.offset(), block.end())
                    / Math.max(least, length(expected, block.offset(), block.end()));
            // Also where it is not a number.
            farthest = apart <= farthest.distance() ? farthest : new Farthest(block.name(), apart);
        }
        return farthest;
    }

    private static float[] normal(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double distance(float[] one, float[] other, int from, int until) {
        double squares = 0;
        for (int i = from; i < until; i++) {
            squares += Math.pow(one[i] - other[i], 2);
        }
        return Math.sqrt(squares);
    }

    private static double length(float[] values, int from, int until) {
        double squares = 0;
        for (int i = from; i < until; i++) {
            squares += Math.pow(values[i], 2);
        }
        return Math.sqrt(squares);
    }
}
