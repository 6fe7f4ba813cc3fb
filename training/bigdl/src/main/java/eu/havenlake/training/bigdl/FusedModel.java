package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.LoadedModel;
import java.util.Optional;

/** A published network with learnt weights, compiled for as many images as it is first asked about at once. */
final class FusedModel implements LoadedModel {
    private final ComputeThread thread;
    private final Architecture architecture;
    private final float[] parameters;
    private final float[] statistics;
    private Optional<FusedNetwork> network = Optional.empty();

    FusedModel(ComputeThread thread, Architecture architecture, float[] parameters, float[] statistics) {
        this.thread = thread;
        this.architecture = architecture;
        this.parameters = parameters;
        this.statistics = statistics;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public synchronized float[] predict(float[] images) {
        int count = Lengths.images(images, architecture);
        float[] logits = new float[count * architecture.classes()];
        thread.run(() -> predict(images, count, logits));
        return logits;
    }

    private void predict(float[] images, int count, float[] logits) {
        FusedNetwork compiled = network.orElseGet(() -> new FusedNetwork(architecture, count, parameters, statistics));
        network = Optional.of(compiled);
        for (int row = 0; row < count; row += compiled.rows()) {
            compiled.predict(images, row * architecture.input().size(), Math.min(compiled.rows(), count - row), logits);
        }
    }

    @Override
    public float[] parameters() {
        return parameters.clone();
    }

    @Override
    public float[] statistics() {
        return statistics.clone();
    }

    @Override
    public synchronized void close() {
        network.ifPresent(compiled -> thread.run(compiled::release));
        network = Optional.empty();
    }
}
