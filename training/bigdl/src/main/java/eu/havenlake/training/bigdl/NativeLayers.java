package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.ScalaGlue.NCHW;
import static eu.havenlake.training.bigdl.ScalaGlue.seq;

import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.nn.Graph;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.mkldnn.AvgPooling;
import com.intel.analytics.bigdl.nn.mkldnn.CAddTable;
import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph;
import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph$;
import com.intel.analytics.bigdl.nn.mkldnn.Dropout;
import com.intel.analytics.bigdl.nn.mkldnn.Input;
import com.intel.analytics.bigdl.nn.mkldnn.Linear;
import com.intel.analytics.bigdl.nn.mkldnn.MaxPooling;
import com.intel.analytics.bigdl.nn.mkldnn.Output;
import com.intel.analytics.bigdl.nn.mkldnn.ReLU;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialBatchNormalization;
import com.intel.analytics.bigdl.nn.mkldnn.SpatialConvolution;
import eu.havenlake.training.spi.Shape;

/** Layers of Intel MKL-DNN for batches of a fixed number of images. */
final class NativeLayers extends Layers {
    /** Share of the old running statistics that a batch leaves; the portable layers count the other way round. */
    static final double KEPT = 0.9;

    private final int rows;

    NativeLayers(int rows) {
        this.rows = rows;
    }

    @Override
    Layer input(Shape shape) {
        int[] size = {rows, shape.channels(), shape.height(), shape.width()};
        return wire("images", new Input(size, Memory.Format.nchw), shape);
    }

    @Override
    Graph<Object> graph(Layer input, Layer output) {
        Layer end = wire("output", new Output(Memory.Format.nc, Memory.Format.nc), output.output(), output);
        DnnGraph graph =
                DnnGraph$.MODULE$.apply(seq(input.node()), seq(end.node()), DnnGraph$.MODULE$.apply$default$3(), true);
        return graph;
    }

    @Override
    AbstractModule<?, ?, Object> convolution(int inputs, int outputs, Window window, boolean bias) {
        int side = window.side();
        int stride = window.stride();
        int pad = window.padding();
        return new SpatialConvolution(
                inputs, outputs, side, side, stride, stride, pad, pad, 1, true, null, null, null, null, null, null,
                bias, NCHW, 1, 1);
    }

    @Override
    AbstractModule<?, ?, Object> normalization(int channels) {
        return new SpatialBatchNormalization(channels, 1e-5, KEPT, null, null, null, null, NCHW);
    }

    @Override
    AbstractModule<?, ?, Object> relu() {
        return new ReLU(0);
    }

    @Override
    AbstractModule<?, ?, Object> maxPool(Window window) {
        int side = window.side();
        int stride = window.stride();
        return new MaxPooling(side, side, stride, stride, window.padding(), window.padding(), NCHW).floor();
    }

    @Override
    AbstractModule<?, ?, Object> globalMean() {
        return new AvgPooling(1, 1, 1, 1, 0, 0, true, NCHW);
    }

    @Override
    AbstractModule<?, ?, Object> sum() {
        return new CAddTable();
    }

    @Override
    AbstractModule<?, ?, Object> dropout(double rate) {
        return new Dropout(rate, false, true);
    }

    @Override
    Layer linear(String name, Layer from, int outputs) {
        var module = new Linear(from.output().size(), outputs, null, null, null, null, null, null);
        return wire(name, module, new Shape(outputs, 1, 1), from);
    }
}
