package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.utils.Node;
import eu.havenlake.training.spi.Shape;

/**
 * The layers a {@link Topology} is built from. The same topology is built of native layers to train and of portable ones
 * to be saved; both order their parameters alike.
 */
abstract class Layers {
    private long values;

    /** Where images of that shape come in. */
    abstract Layer input(Shape shape);

    /** Closes the graph. */
    abstract Graph<Object> graph(Layer input, Layer output);

    abstract AbstractModule<?, ?, Object> convolution(int inputs, int outputs, Window window, boolean bias);

    abstract AbstractModule<?, ?, Object> normalization(int channels);

    abstract AbstractModule<?, ?, Object> relu();

    abstract AbstractModule<?, ?, Object> maxPool(Window window);

    abstract AbstractModule<?, ?, Object> globalMean();

    abstract AbstractModule<?, ?, Object> sum();

    abstract AbstractModule<?, ?, Object> dropout(double rate);

    /** Linear layer over the values before it; flattens images in NCHW order where it needs to. */
    abstract Layer linear(String name, Layer from, int outputs);

    final Layer convolution(String name, Layer from, int channels, Window window) {
        return convolution(name, from, channels, window, true);
    }

    /** A convolution whose bias a following normalisation would take away again. */
    final Layer unbiasedConvolution(String name, Layer from, int channels, Window window) {
        return convolution(name, from, channels, window, false);
    }

    private Layer convolution(String name, Layer from, int channels, Window window, boolean bias) {
        var module = convolution(from.output().channels(), channels, window, bias);
        return wire(name, module, slide(from.output(), channels, window), from);
    }

    final Layer normalization(String name, Layer from) {
        return wire(name, normalization(from.output().channels()), from.output(), from);
    }

    final Layer relu(String name, Layer from) {
        return wire(name, relu(), from.output(), from);
    }

    final Layer maxPool(String name, Layer from, Window window) {
        return wire(name, maxPool(window), slide(from.output(), from.output().channels(), window), from);
    }

    final Layer globalMean(String name, Layer from) {
        return wire(name, globalMean(), new Shape(from.output().channels(), 1, 1), from);
    }

    final Layer sum(String name, Layer one, Layer other) {
        return wire(name, sum(), one.output(), one, other);
    }

    /** Nothing at all where the rate is zero. */
    final Layer dropout(String name, Layer from, double rate) {
        return rate == 0 ? from : wire(name, dropout(rate), from.output(), from);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // nodes hold layers of every input and output type
    final Layer wire(String name, AbstractModule module, Shape output, Layer... from) {
        Node<AbstractModule<Activity, Activity, Object>>[] nodes = new Node[from.length];
        for (int i = 0; i < from.length; i++) {
            nodes[i] = from[i].node();
        }
        values += output.size();
        return new Layer(module.setName(name).inputs(nodes), output);
    }

    /** Values that all layers wired so far give for one image. */
    final long values() {
        return values;
    }

    private static Shape slide(Shape image, int channels, Window window) {
        return new Shape(channels, window.positions(image.height()), window.positions(image.width()));
    }
}
