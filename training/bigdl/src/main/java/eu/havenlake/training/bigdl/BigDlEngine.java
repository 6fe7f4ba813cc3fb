package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.LoadedModel;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Probe;
import eu.havenlake.training.spi.Replica;
import java.nio.file.Path;
import java.util.Optional;

/** BigDL behind the contract; starts on first use. */
final class BigDlEngine implements Engine {
    private final int threads;
    private Optional<BigDlRuntime> runtime = Optional.empty();

    BigDlEngine(int threads) {
        this.threads = threads;
    }

    @Override
    public Probe probe() {
        return runtime().probe();
    }

    @Override
    public Layout layout(Architecture architecture) {
        return thread().call(() -> NativeNetwork.layout(architecture));
    }

    @Override
    public Replica build(Architecture architecture, int rows, long seed) {
        if (rows < 1) {
            throw new IllegalArgumentException(
                    "Cannot build a replica for batches of " + rows + " images. Give a batch size of at least 1.");
        }
        ComputeThread thread = thread();
        return new NativeReplica(thread, thread.call(() -> NativeNetwork.build(architecture, rows, seed)), threads);
    }

    @Override
    public void saveModel(Architecture architecture, float[] parameters, float[] statistics, Path file) {
        thread().run(() ->
                PortableNetwork.of(architecture, parameters, statistics).save(file));
    }

    @Override
    public LoadedModel loadModel(Architecture architecture, Path file) {
        ComputeThread thread = thread();
        return thread.call(() -> {
            var network = PortableNetwork.load(architecture, file);
            return fuses(architecture)
                    ? new FusedModel(thread, architecture, network.parameters(), network.statistics())
                    : new PortableModel(thread, network);
        });
    }

    @Override
    public LoadedModel model(Architecture architecture, float[] parameters, float[] statistics) {
        ComputeThread thread = thread();
        return fuses(architecture)
                ? new FusedModel(thread, architecture, parameters, statistics)
                : new PortableModel(
                        thread, thread.call(() -> PortableNetwork.of(architecture, parameters, statistics)));
    }

    /** Not the network of a file: BigDL's conversion of it gives no graph that only answers. */
    private static boolean fuses(Architecture architecture) {
        return architecture.network().kind() != Network.Kind.FILE;
    }

    private ComputeThread thread() {
        return switch (runtime()) {
            case BigDlRuntime.Running running -> running.thread();
            case BigDlRuntime.Failed failed ->
                throw new IllegalStateException(failed.probe().reason());
        };
    }

    private synchronized BigDlRuntime runtime() {
        if (runtime.isEmpty()) {
            runtime = Optional.of(BigDlRuntime.start(threads));
        }
        return runtime.get();
    }
}
