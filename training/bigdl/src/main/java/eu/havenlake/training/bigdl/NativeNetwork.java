package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.Dropout;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.nn.mkldnn.BlasWrapper;
import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph;
import com.intel.analytics.bigdl.nn.mkldnn.MklDnnLayer;
import com.intel.analytics.bigdl.nn.mkldnn.TensorMMap;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    private final Optional<PortableNetwork> forWrapped;
    private Mode mode = Mode.TRAIN;

    /** @param forWrapped the same network, if the graph wraps layers that have no native kind */
    private NativeNetwork(Architecture architecture, int rows, DnnGraph graph, Optional<PortableNetwork> forWrapped) {
        this.architecture = architecture;
        this.rows = rows;
        this.graph = graph;
        this.forWrapped = forWrapped;
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
        return architecture.network().kind() == Network.Kind.FILE
                ? ofFile(architecture, rows)
                : ofTopology(architecture, rows, seed);
    }

    private static NativeNetwork ofFile(Architecture architecture, int rows) {
        FileGraph file = FileGraph.of(architecture);
        var network = new NativeNetwork(architecture, rows, file.graph(), file.forWrapped());
        file.compile(rows);
        network.statistics.write(file.statistics());
        return network;
    }

    private static NativeNetwork ofTopology(Architecture architecture, int rows, long seed) {
        DnnGraph graph = (DnnGraph) Topology.build(architecture, new NativeLayers(rows));
        // Nobody needs the gradient by the images; without it a pass is 1.02 (resnet50) to 1.4 times (lenet5) as fast.
        var unused = graph.stopGradient(new String[] {Topology.FIRST_LAYER});
        var network = new NativeNetwork(architecture, rows, graph, Optional.empty());
        new StartValues(seed).fill(network.parameters, network.blocks);
        graph.compile(ScalaGlue.TRAINING);
        network.statistics.reset();
        return network;
    }

    /** Without compile, so that nothing native is left. */
    static Layout layout(Architecture architecture) {
        if (architecture.network().kind() == Network.Kind.FILE) {
            Trial.run(architecture);
            FileGraph file = FileGraph.of(architecture);
            return layout(file.graph(), file.activations());
        }
        NativeLayers layers = new NativeLayers(1);
        DnnGraph graph = (DnnGraph) Topology.build(architecture, layers);
        return layout(graph, layers.values());
    }

    private static Layout layout(DnnGraph graph, long activations) {
        var unused = graph.getParameters();
        return new Layout(Blocks.of(graph), new RunningStatistics(graph).blocks(), activations);
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
        if (wanted == Mode.EVALUATE && forWrapped.isPresent()) {
            evaluate(forWrapped.get(), input, logits);
        } else {
            compute(input, wanted, logits);
        }
    }

    /** A graph with wrapped layers fails when it does not train: they are handed native tensors then. */
    private void evaluate(PortableNetwork portable, float[] input, float[] logits) {
        float[] running = new float[statistics.count()];
        statistics.read(running);
        portable.write(parameters, running);
        System.arraycopy(portable.predict(input), 0, logits, 0, logits.length);
    }

    private void compute(float[] input, Mode wanted, float[] logits) {
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
        // Native layers overwrite their gradients, wrapped ones add to them.
        forWrapped.ifPresent(wrapped -> Arrays.fill(gradients, 0));
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

    /** Each value passes, as if the share to drop were 0; for good. */
    void withoutDropout() {
        FileGraph.wrapped(graph)
                .map(BlasWrapper::module)
                .filter(Dropout.class::isInstance)
                .forEach(layer -> ((Dropout<?>) (AbstractModule<?, ?, ?>) layer).setP(0));
    }

    void release() {
        graph.release();
    }
}
