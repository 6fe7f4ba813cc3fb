package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.ScalaGlue.NUMERIC;

import com.intel.analytics.bigdl.mkl.DataType;
import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.SoftMax;
import com.intel.analytics.bigdl.nn.StaticGraph;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.nn.mkldnn.BlasWrapper;
import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph;
import com.intel.analytics.bigdl.nn.mkldnn.HeapData;
import com.intel.analytics.bigdl.nn.mkldnn.Linear;
import com.intel.analytics.bigdl.nn.mkldnn.MemoryData;
import com.intel.analytics.bigdl.nn.mkldnn.MklDnnRuntime;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialConvolution;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.utils.LayerException;
import com.intel.analytics.bigdl.utils.Node;
import com.intel.analytics.bigdl.utils.intermediate.IRGraph;
import eu.havenlake.training.spi.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network that a BigDL file describes, whoever saved it, converted to native layers by BigDL itself. What BigDL is known
 * to compute wrongly, it does so in silence; such networks are refused here by the layer's name, and whatever else does not
 * compute what the file says, by {@link Trial}. Only for the compute thread.
 */
final class FileGraph {
    private final Architecture architecture;
    private final PortableNetwork portable;
    private final DnnGraph graph;
    private final long activations;

    private FileGraph(Architecture architecture, PortableNetwork portable, DnnGraph graph, long activations) {
        this.architecture = architecture;
        this.portable = portable;
        this.graph = graph;
        this.activations = activations;
    }

    /** @throws IllegalArgumentException if the network cannot be trained on these images and classes, with the reason */
    static FileGraph of(Architecture architecture) {
        Graph<Object> layers = portable(architecture);
        long activations = tryOut(layers, architecture);
        DnnGraph graph = converted(layers);
        var nodes = List.of(graph.getForwardExecutions());
        nodes.forEach(node -> refuseUnsafe(node, nodes));
        var file = new FileGraph(architecture, new PortableNetwork(architecture, layers), graph, activations);
        file.refuseChanged();
        return file;
    }

    /** The layers as they are in the file, without nesting. */
    static Graph<Object> portable(Architecture architecture) {
        try {
            Path file = Files.createTempFile("network", ".bigdl");
            try {
                Files.write(file, architecture.network().file().bytes());
                return flat(PortableNetwork.module(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack a model file for BigDL to read: " + e, e);
        }
    }

    private static Graph<Object> flat(AbstractModule<Activity, Activity, Object> module) {
        try {
            return module instanceof StaticGraph<Object> graph
                    ? graph.toSingleGraph()
                    : module.toGraph(ScalaGlue.seq());
        } catch (RuntimeException e) {
            throw refused("its layers do not make one graph (" + e.getMessage() + "). Use a network without loops, in"
                    + " which each layer has a name of its own.");
        }
    }

    /** @return how many values all layers give for one image */
    private static long tryOut(Graph<Object> layers, Architecture architecture) {
        AbstractModule<?, ?, Object> last =
                ScalaGlue.list(layers.outputs()).getFirst().element();
        if (last instanceof SoftMax) {
            throw refused(
                    "it ends in the layer " + last.getName() + ", a SoftMax, and training needs the values before it."
                            + " Save it without that layer, or with a LogSoftMax.");
        }
        var unused = layers.evaluate();
        int answers = answers(layers, architecture);
        if (answers != architecture.classes()) {
            throw refused("it gives " + answers + " values for an image, and the images have " + architecture.classes()
                    + " classes. Give a file with as many.");
        }
        return ScalaGlue.list(layers.modules()).stream()
                .map(layer -> layer.output())
                .filter(Tensor.class::isInstance)
                .mapToLong(output -> ((Tensor<?>) output).nElement())
                .sum();
    }

    private static int answers(Graph<Object> layers, Architecture architecture) {
        var input = architecture.input();
        Tensor<Object> image =
                ScalaGlue.tensor(new float[input.size()], 1, input.channels(), input.height(), input.width());
        try {
            return layers.forward(image).toTensor(NUMERIC).nElement();
        } catch (LayerException e) {
            throw refused("it does not take images of " + input + " (" + ComputeThread.reason(e)
                    + "). Change image.size and image.channels.");
        } catch (RuntimeException e) {
            throw refused("it does not take one image and give one row of values (" + e
                    + "). Give a network of one input and one output.");
        }
    }

    private static DnnGraph converted(Graph<Object> layers) {
        try {
            IRGraph<Object> intermediate = ((StaticGraph<Object>) layers).toIRgraph();
            return (DnnGraph) intermediate.build().graph();
        } catch (RuntimeException e) {
            throw refused(
                    "it cannot be converted to native layers (" + e + "). Use a network of BigDL's usual layers.");
        }
    }

    private static void refuseUnsafe(
            Node<AbstractModule<Activity, Activity, Object>> node,
            List<Node<AbstractModule<Activity, Activity, Object>>> all) {
        AbstractModule<Activity, Activity, Object> layer = node.element();
        boolean convolution = layer instanceof SpatialConvolution;
        if (layer instanceof SpatialConvolution each) {
            refuseUnsafe(each);
        }
        if ((Object) layer instanceof SpatialBatchNormalization each
                && !(each.momentum() >= 0 && each.momentum() < 1)) {
            throw refused("the normalisation " + layer.getName() + " has a momentum of " + (1 - each.momentum())
                    + ". Use one above 0, up to 1.");
        }
        long consumers =
                ScalaGlue.list(node.nextNodes()).stream().filter(all::contains).count();
        if ((convolution || (Object) layer instanceof Linear) && consumers > 1) {
            throw refused("what leaves its layer " + layer.getName() + " goes to " + consumers
                    + " layers, and the gradients of such convolutions and linear layers come out wrong."
                    + " Put a normalisation or ReLU after it.");
        }
    }

    private static void refuseUnsafe(SpatialConvolution layer) {
        if (layer.nGroup() > 1 && layer.nGroup() == layer.nInputPlane()) {
            throw refused("its layer " + layer.getName()
                    + " is a depthwise convolution, whose gradients come out wrong. Use a network without.");
        }
        if (layer.kernelW() != layer.kernelH() || layer.strideW() != layer.strideH()) {
            throw refused("the convolution " + layer.getName()
                    + " is not square, and BigDL mixes width and height. Use a network with square ones.");
        }
    }

    /** The arrays of both must mean the same, or a trained model could not be saved. */
    private void refuseChanged() {
        float[] flat = ScalaGlue.array(graph.getParameters()._1());
        if (!Arrays.equals(flat, portable.parameters())
                || new RunningStatistics(graph).count() != statistics().length) {
            throw refused("its parameters change places when they are converted to native layers."
                    + " Use a network of BigDL's usual layers.");
        }
    }

    static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException("Cannot train the network of the model file: " + reason);
    }

    DnnGraph graph() {
        return graph;
    }

    long activations() {
        return activations;
    }

    /** Running statistics of the file, as a native graph orders them. */
    float[] statistics() {
        return portable.statistics();
    }

    /** The network in portable layers, if some have no native kind. */
    Optional<PortableNetwork> forWrapped() {
        return wrapped().findAny().isPresent()
                // Another copy: the converted graph may share tensors with the one it came from.
                ? Optional.of(PortableNetwork.build(architecture))
                : Optional.empty();
    }

    /** As the graph's own method does; but a converted graph must be told what comes in. */
    void compile(int rows) {
        var input = architecture.input();
        int[] size = {rows, input.channels(), input.height(), input.width()};
        // The graph wraps the portable layers themselves, which have only evaluated so far.
        wrapped().forEach(each -> each.module().training());
        try {
            graph.setRuntime(new MklDnnRuntime());
            graph.initFwdPrimitives(
                    new MemoryData[] {new HeapData(size, Memory.Format.nchw, DataType.F32)}, ScalaGlue.TRAINING);
            graph.initBwdPrimitives(graph.outputFormats(), ScalaGlue.TRAINING);
            graph.initGradWPrimitives(graph.outputFormats(), ScalaGlue.TRAINING);
        } catch (RuntimeException e) {
            graph.release();
            throw refused("BigDL cannot prepare it (" + e.getMessage() + "). Layers without a native kind: "
                    + wrapped()
                            .map(each -> each.module().getName() + " ("
                                    + each.module().getClass().getSimpleName() + ")")
                            .collect(Collectors.joining(", "))
                    + ". Use a network without them.");
        }
    }

    private Stream<BlasWrapper> wrapped() {
        return wrapped(graph);
    }

    /** Layers that have no native kind. */
    static Stream<BlasWrapper> wrapped(DnnGraph graph) {
        return ScalaGlue.list(graph.modules()).stream()
                .filter(BlasWrapper.class::isInstance)
                .map(BlasWrapper.class::cast);
    }
}
