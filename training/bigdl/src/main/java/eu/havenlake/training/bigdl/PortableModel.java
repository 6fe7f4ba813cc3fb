package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.LoadedModel;

/** A network that a file describes, with learnt weights: BigDL's portable layers compute it. */
final class PortableModel implements LoadedModel {
    private final ComputeThread thread;
    private final PortableNetwork network;

    PortableModel(ComputeThread thread, PortableNetwork network) {
        this.thread = thread;
        this.network = network;
    }

    @Override
    public Architecture architecture() {
        return network.architecture();
    }

    @Override
    public float[] predict(float[] images) {
        var unused = Lengths.images(images, architecture());
        return thread.call(() -> network.predict(images));
    }

    @Override
    public float[] parameters() {
        return thread.call(network::parameters);
    }

    @Override
    public float[] statistics() {
        return thread.call(network::statistics);
    }

    @Override
    public void close() {
        // Its memory is on the heap.
    }
}
