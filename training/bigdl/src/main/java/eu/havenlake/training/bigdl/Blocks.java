package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the tensors inside the flat parameter array of a native graph. */
final class Blocks {
    private Blocks() {}

    /** Call after {@code getParameters()}, which moves all tensors into one array. */
    static List<Block> of(Graph<Object> graph) {
        List<Block> blocks = new ArrayList<>();
        for (AbstractModule<?, ?, Object> layer : ScalaGlue.list(graph.modules())) {
            if (layer.parameters() != null) {
                add(blocks, layer, layer.parameters()._1());
            }
        }
        blocks.sort(Comparator.comparingInt(Block::offset));
        return List.copyOf(blocks);
    }

    private static void add(List<Block> blocks, AbstractModule<?, ?, Object> layer, Tensor<Object>[] tensors) {
        String name = layer.getName();
        if (layer instanceof SpatialBatchNormalization) {
            int channels = tensors[0].nElement() / 2;
            int offset = offset(tensors[0]);
            blocks.add(new Block(name + ".scale", offset, List.of(channels), Block.Kind.SCALE));
            blocks.add(new Block(name + ".shift", offset + channels, List.of(channels), Block.Kind.SHIFT));
        } else {
            blocks.add(new Block(name + ".weight", offset(tensors[0]), shape(tensors[0]), Block.Kind.WEIGHT));
            if (tensors.length > 2) {
                throw new IllegalArgumentException("Cannot train the layer " + name + " of " + tensors.length
                        + " tensors: weights and a bias are what can be told apart. Use a network without it.");
            }
            if (tensors.length > 1) {
                blocks.add(new Block(name + ".bias", offset(tensors[1]), shape(tensors[1]), Block.Kind.BIAS));
            }
        }
    }

    private static List<Integer> shape(Tensor<Object> tensor) {
        return Arrays.stream(tensor.size()).boxed().toList();
    }

    private static int offset(Tensor<Object> tensor) {
        return tensor.storageOffset() - 1;
    }
}
