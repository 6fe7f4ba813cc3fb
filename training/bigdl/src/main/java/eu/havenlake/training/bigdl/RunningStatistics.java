package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.nn.mkldnn.TensorMMap;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Running mean and variance of a compiled graph's batch normalisations. BigDL keeps decaying sums r = k r + batch with a
 * common divisor s = k s + 1. Setting s to its fixed point 1 / (1 − k) makes r / s the plain moving average with momentum
 * 1 − k, which is 0.1 in the networks of {@link Topology}.
 */
final class RunningStatistics {
    private final List<SpatialBatchNormalization> layers;
    private final int count;

    RunningStatistics(Graph<Object> graph) {
        layers = ScalaGlue.list(graph.modules()).stream()
                .filter(SpatialBatchNormalization.class::isInstance)
                .map(SpatialBatchNormalization.class::cast)
                .toList();
        count = layers.stream().mapToInt(layer -> 2 * channels(layer)).sum();
    }

    int count() {
        return count;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int offset = 0;
        for (SpatialBatchNormalization layer : layers) {
            List<Integer> shape = List.of(channels(layer));
            blocks.add(new Block(layer.getName() + ".mean", offset, shape, Block.Kind.MEAN));
            offset += channels(layer);
            blocks.add(new Block(layer.getName() + ".variance", offset, shape, Block.Kind.VARIANCE));
            offset += channels(layer);
        }
        return blocks;
    }

    /** Mean 0 and variance 1, where moving averages start. */
    void reset() {
        float[] statistics = new float[count];
        int offset = 0;
        for (SpatialBatchNormalization layer : layers) {
            int channels = channels(layer);
            Arrays.fill(statistics, offset + channels, offset + 2 * channels, 1);
            offset += 2 * channels;
        }
        write(statistics);
    }

    void read(float[] statistics) {
        int offset = 0;
        for (SpatialBatchNormalization layer : layers) {
            offset = read(layer.runningMean(), layer.scaleFactor(), statistics, offset);
            offset = read(layer.runningVariance(), layer.scaleFactor(), statistics, offset);
        }
    }

    void write(float[] statistics) {
        int offset = 0;
        for (SpatialBatchNormalization layer : layers) {
            float fixedPoint = (float) (1 / (1 - layer.momentum()));
            offset = write(layer.runningMean(), fixedPoint, statistics, offset);
            offset = write(layer.runningVariance(), fixedPoint, statistics, offset);
            layer.scaleFactor_$eq(fixedPoint);
        }
    }

    /** For a graph that is compiled to answer only: fusing takes the values of the heap as they are. Before compile. */
    void fix(float[] statistics) {
        int offset = 0;
        for (SpatialBatchNormalization layer : layers) {
            offset = fix(layer.runningMean(), statistics, offset);
            offset = fix(layer.runningVariance(), statistics, offset);
            layer.scaleFactor_$eq(1);
        }
    }

    private static int fix(TensorMMap map, float[] statistics, int offset) {
        float[] values = Arrays.copyOfRange(statistics, offset, offset + map.size(1));
        map.copy(ScalaGlue.tensor(values, values.length));
        return offset + values.length;
    }

    private static int read(TensorMMap map, float scale, float[] statistics, int offset) {
        float[] sums = new float[map.size(1)];
        Tensor<Object> unused = ScalaGlue.tensor(sums, sums.length).copy(ScalaGlue.nativeCopy(map));
        for (int i = 0; i < sums.length; i++) {
            statistics[offset + i] = sums[i] / scale;
        }
        return offset + sums.length;
    }

    /** Native code works with its own copy; the one on the heap must not contradict it. */
    private static int write(TensorMMap map, float scale, float[] statistics, int offset) {
        float[] sums = new float[map.size(1)];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = statistics[offset + i] * scale;
        }
        Tensor<Object> source = ScalaGlue.tensor(sums, sums.length);
        map.copy(source);
        Tensor<Object> unused = ScalaGlue.nativeCopy(map).copy(source);
        return offset + sums.length;
    }

    private static int channels(SpatialBatchNormalization layer) {
        return layer.runningMean().size(1);
    }
}
