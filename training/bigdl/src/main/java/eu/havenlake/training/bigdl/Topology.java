package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.Graph;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;

/**
 * The networks themselves, independent of the kind of layers. One rule of BigDL's native graphs holds throughout: what
 * leaves a convolution or linear layer goes to one consumer only, else its weight gradient comes out wrong.
 */
final class Topology {
    /** Name of the layer that sees the images. */
    static final String FIRST_LAYER = "conv1";

    private static final Window HALVE = new Window(2, 2, 0);

    private final Architecture architecture;
    private final Layers layers;

    private Topology(Architecture architecture, Layers layers) {
        this.architecture = architecture;
        this.layers = layers;
    }

    static Graph<Object> build(Architecture architecture, Layers layers) {
        var topology = new Topology(architecture, layers);
        Layer images = layers.input(architecture.input());
        return layers.graph(images, topology.logits(images));
    }

    private Layer logits(Layer images) {
        return switch (architecture.network().kind()) {
            case LENET5 -> lenet(images);
            case RESNET18 -> residual(images, this::basicBlock, 2, 2, 2, 2);
            case RESNET34 -> residual(images, this::basicBlock, 3, 4, 6, 3);
            case RESNET50 -> residual(images, this::bottleneck, 3, 4, 6, 3);
            case FILE -> throw new IllegalArgumentException("The layers of a file are its own: see FileGraph");
        };
    }

    private Layer lenet(Layer images) {
        Layer low = pooled("1", layers.convolution(FIRST_LAYER, images, 6, new Window(5, 1, 2)));
        Layer high = pooled("2", layers.convolution("conv2", low, 16, new Window(5, 1, 0)));
        Layer wide = layers.relu("relu3", layers.linear("linear1", high, 120));
        return classifier(layers.relu("relu4", layers.linear("linear2", wide, 84)));
    }

    private Layer pooled(String number, Layer from) {
        return layers.maxPool("pool" + number, layers.relu("relu" + number, from), HALVE);
    }

    /** One block of a residual network. */
    private interface ResidualBlock {
        Layer build(String name, Layer from, int channels, int stride);
    }

    private Layer residual(Layer images, ResidualBlock kind, int... blocksOfStage) {
        Layer stem = layers.unbiasedConvolution(FIRST_LAYER, images, 64, new Window(7, 2, 3));
        Layer trunk = layers.maxPool("pool1", normalizedRelu("", "1", stem), new Window(3, 2, 1));
        for (int stage = 0; stage < blocksOfStage.length; stage++) {
            for (int block = 0; block < blocksOfStage[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                trunk = kind.build("stage" + (stage + 1) + "." + (block + 1) + ".", trunk, 64 << stage, stride);
            }
        }
        return classifier(layers.globalMean("mean", trunk));
    }

    private Layer basicBlock(String name, Layer from, int channels, int stride) {
        Layer first = normalizedRelu(name, "1", convolution(name, "1", from, channels, new Window(3, stride, 1)));
        Layer second = convolution(name, "2", first, channels, new Window(3, 1, 1));
        return sum(name, "2", second, shortcut(name, from, channels, stride));
    }

    private Layer bottleneck(String name, Layer from, int channels, int stride) {
        Layer narrow = normalizedRelu(name, "1", convolution(name, "1", from, channels, new Window(1, 1, 0)));
        Layer middle = normalizedRelu(name, "2", convolution(name, "2", narrow, channels, new Window(3, stride, 1)));
        Layer wide = convolution(name, "3", middle, 4 * channels, new Window(1, 1, 0));
        return sum(name, "3", wide, shortcut(name, from, 4 * channels, stride));
    }

    private Layer convolution(String name, String number, Layer from, int channels, Window window) {
        return layers.unbiasedConvolution(name + "conv" + number, from, channels, window);
    }

    private Layer sum(String name, String number, Layer last, Layer shortcut) {
        Layer residual = layers.normalization(name + "norm" + number, last);
        return layers.relu(name + "relu" + number, layers.sum(name + "sum", residual, shortcut));
    }

    private Layer shortcut(String name, Layer from, int channels, int stride) {
        if (stride == 1 && from.output().channels() == channels) {
            return from;
        }
        Layer projection = layers.unbiasedConvolution(name + "project", from, channels, new Window(1, stride, 0));
        return layers.normalization(name + "norm-project", projection);
    }

    private Layer normalizedRelu(String name, String number, Layer from) {
        return layers.relu(name + "relu" + number, layers.normalization(name + "norm" + number, from));
    }

    private Layer classifier(Layer features) {
        Layer kept = layers.dropout("dropout", features, architecture.network().dropout());
        return layers.linear(Block.LAST_LAYER, kept, architecture.classes());
    }
}
