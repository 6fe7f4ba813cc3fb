package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.mkldnn.DnnGraph;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;

/**
 * A native graph that only answers. BigDL fuses a convolution with the normalisation, the ReLU and the sum after it, so
 * that it answers sooner than a {@link NativeNetwork} in evaluation. Only for the compute thread.
 */
final class FusedNetwork {
    private final Architecture architecture;
    private final int rows;
    private final DnnGraph graph;
    private final Tensor<Object> images;

    /** @param rows images of a batch */
    FusedNetwork(Architecture architecture, int rows, float[] parameters, float[] statistics) {
        this.architecture = architecture;
        this.rows = rows;
        graph = (DnnGraph) Topology.build(architecture, new NativeLayers(rows));
        float[] flat = ScalaGlue.array(graph.getParameters()._1());
        RunningStatistics running = new RunningStatistics(graph);
        Lengths.check("parameters of the model", parameters, flat.length);
        Lengths.check("running statistics of the model", statistics, running.count());
        System.arraycopy(parameters, 0, flat, 0, flat.length);
        running.fix(statistics);
        var input = architecture.input();
        images =
                ScalaGlue.tensor(new float[rows * input.size()], rows, input.channels(), input.height(), input.width());
        compile();
    }

    private void compile() {
        var unused = graph.evaluate();
        try {
            graph.compile(ScalaGlue.INFERENCE);
        } catch (Throwable trouble) {
            graph.release();
            throw trouble;
        }
    }

    int rows() {
        return rows;
    }

    /**
     * The logits of some images.
     *
     * @param from place of the first one's first value
     * @param count of images, at most {@link #rows()}
     * @param logits of all images
     */
    void predict(float[] input, int from, int count, float[] logits) {
        int size = architecture.input().size();
        int classes = architecture.classes();
        System.arraycopy(input, from, ScalaGlue.array(images), 0, count * size);
        Tensor<?> output = graph.forward(images).toTensor(ScalaGlue.NUMERIC);
        System.arraycopy(
                output.storage().array(), output.storageOffset() - 1, logits, from / size * classes, count * classes);
    }

    void release() {
        graph.release();
    }
}
