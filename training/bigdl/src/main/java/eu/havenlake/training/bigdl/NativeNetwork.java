package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph;
import com.intel.analytics.bigdl.nn.mkldnn.MklDnnLayer;
import com.intel.analytics.bigdl.nn.mkldnn.TensorMMap;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.Mode;
import java.util.List;
import scala.Tuple2;

/**
 * A compiled native graph with its arrays. Only for the compute thread. Such a graph must never be saved, cloned or
 * cleared by BigDL's own methods: they free buffers that native code goes on to write to.
 */
final class NativeNetwork {
    private final Architecture architecture;
    private final int rows;
    private final DnnGraph graph;
    private final float[] parameters;
    private final float[] gradients;
    private final List<Block> blocks;
    private final RunningStatistics statistics;
    private final Tensor<Object> images;
    private final Tensor<Object> gradLogits;
    private Mode mode = Mode.TRAIN;

    private NativeNetwork(Architecture architecture, int rows, DnnGraph graph) {
        this.architecture = architecture;
        this.rows = rows;
        this.graph = graph;
        // Before compile, which binds the gradients to the arrays it finds.
        Tuple2<Tensor<Object>, Tensor<Object>> flat = graph.getParameters();
        parameters = ScalaGlue.array(flat._1());
        gradients = ScalaGlue.array(flat._2());
        blocks = Blocks.of(graph);
        statistics = new RunningStatistics(graph);
        var input = architecture.input();
        images =
                ScalaGlue.tensor(new float[rows * input.size()], rows, input.channels(), input.height(), input.width());
        gradLogits = ScalaGlue.tensor(new float[rows * architecture.classes()], rows, architecture.classes());
    }

    static NativeNetwork build(Architecture architecture, int rows, long seed) {
        DnnGraph graph = (DnnGraph) Topology.build(architecture, new NativeLayers(rows));
        // Nobody needs the gradient by the images; without it a pass is 5 to 22 % faster.
        var unused = graph.stopGradient(new String[] {Topology.FIRST_LAYER});
        var network = new NativeNetwork(architecture, rows, graph);
        new StartValues(seed).fill(network.parameters, network.blocks);
        graph.compile(ScalaGlue.TRAINING);
        network.statistics.reset();
        return network;
    }

    /** Without compile, so that nothing native is made. */
    static Layout layout(Architecture architecture) {
        NativeLayers layers = new NativeLayers(1);
        DnnGraph graph = (DnnGraph) Topology.build(architecture, layers);
        var unused = graph.getParameters();
        return new Layout(Blocks.of(graph), new RunningStatistics(graph).blocks(), layers.values());
    }

    Architecture architecture() {
        return architecture;
    }

    int rows() {
        return rows;
    }

    float[] parameters() {
        return parameters;
    }

    float[] gradients() {
        return gradients;
    }

    List<Block> blocks() {
        return blocks;
    }

    RunningStatistics statistics() {
        return statistics;
    }

    void forward(float[] input, Mode wanted, float[] logits) {
        prepare(wanted);
        System.arraycopy(input, 0, ScalaGlue.array(images), 0, input.length);
        Tensor<?> output = graph.forward(images).toTensor(ScalaGlue.NUMERIC);
        System.arraycopy(output.storage().array(), output.storageOffset() - 1, logits, 0, logits.length);
    }

    private void prepare(Mode wanted) {
        if (wanted != mode) {
            var unused = wanted == Mode.TRAIN ? graph.training() : graph.evaluate();
            mode = wanted;
        }
        if (wanted == Mode.EVALUATE) {
            ScalaGlue.list(graph.modules()).forEach(NativeNetwork::repack);
        }
    }

    /** Training passes give native code the weights of the heap, evaluation passes do not. */
    private static void repack(AbstractModule<Activity, Activity, Object> layer) {
        if (layer instanceof MklDnnLayer nativeLayer && nativeLayer.paramsMMap()._1() != null) {
            for (TensorMMap weights : nativeLayer.paramsMMap()._1()) {
                weights.sync();
            }
        }
    }

    void backward(float[] gradient) {
        System.arraycopy(gradient, 0, ScalaGlue.array(gradLogits), 0, gradient.length);
        passGradients();
        graph.accGradParameters(images, gradLogits);
    }

    private void passGradients() {
        try {
            var unused = graph.updateGradInput(images, gradLogits);
        } catch (UnsupportedOperationException e) {
            // It ends like this because the gradient by the images is left out.
            if (!String.valueOf(e.getMessage()).contains("is empty")) {
                throw e;
            }
        }
    }

    void release() {
        graph.release();
    }
}
