package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.ScalaGlue.FLOAT;
import static eu.havenlake.training.bigdl.ScalaGlue.NCHW;
import static eu.havenlake.training.bigdl.ScalaGlue.NUMERIC;

import com.intel.analytics.bigdl.nn.CAddTable;
import com.intel.analytics.bigdl.nn.Dropout;
import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.Graph$;
import com.intel.analytics.bigdl.nn.Identity;
import com.intel.analytics.bigdl.nn.InferReshape;
import com.intel.analytics.bigdl.nn.Linear;
import com.intel.analytics.bigdl.nn.ReLU;
import com.intel.analytics.bigdl.nn.SpatialAveragePooling;
import com.intel.analytics.bigdl.nn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.nn.SpatialConvolution;
import com.intel.analytics.bigdl.nn.SpatialMaxPooling;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import eu.havenlake.training.spi.Shape;

/** Layers of BigDL's own vocabulary: slower, for any number of images, and the only ones that can be saved. */
final class PortableLayers extends Layers {
    @Override
    Layer input(Shape shape) {
        return wire("images", new Identity<>(FLOAT, NUMERIC), shape);
    }

    @Override
    Graph<Object> graph(Layer input, Layer output) {
        return Graph$.MODULE$.apply(input.node(), output.node(), FLOAT, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> convolution(int inputs, int outputs, Window window, boolean bias) {
        int side = window.side();
        int stride = window.stride();
        int pad = window.padding();
        return new SpatialConvolution<>(
                inputs, outputs, side, side, stride, stride, pad, pad, 1, true, null, null, null, null, null, null,
                bias, NCHW, FLOAT, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> normalization(int channels) {
        return new SpatialBatchNormalization<>(
                channels, 1e-5, 1 - NativeLayers.KEPT, true, null, null, null, null, NCHW, FLOAT, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> relu() {
        return new ReLU<>(false, FLOAT, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> maxPool(Window window) {
        int side = window.side();
        int stride = window.stride();
        int pad = window.padding();
        return new SpatialMaxPooling<>(side, side, stride, stride, pad, pad, NCHW, FLOAT, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> globalMean() {
        return new SpatialAveragePooling<>(1, 1, 1, 1, 0, 0, true, false, true, true, NCHW, FLOAT, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> sum() {
        return new CAddTable<>(false, FLOAT, FLOAT, NUMERIC, NUMERIC);
    }

    @Override
    AbstractModule<?, ?, Object> dropout(double rate) {
        return new Dropout<>(rate, false, true, FLOAT, NUMERIC);
    }

    @Override
    Layer linear(String name, Layer from, int outputs) {
        int size = from.output().size();
        Layer flat = wire(name + ".flatten", flatten(), new Shape(size, 1, 1), from);
        var module = new Linear<>(size, outputs, true, null, null, null, null, null, null, FLOAT, NUMERIC);
        return wire(name, module, new Shape(outputs, 1, 1), flat);
    }

    private static AbstractModule<?, ?, Object> flatten() {
        return new InferReshape<>(new int[] {-1}, true, FLOAT, NUMERIC);
    }
}
