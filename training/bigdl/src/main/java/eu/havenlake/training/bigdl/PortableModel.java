package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.LoadedModel;

/** A model from a file, computed on the compute thread. */
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
        int size = architecture().input().size();
        if (images.length == 0 || images.length % size != 0) {
            throw new IllegalArgumentException("Cannot predict from " + images.length + " values: images of "
                    + architecture().input() + " have " + size + " each. Give whole images.");
        }
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
