package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.utils.RandomGenerator$;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Replica;
import java.util.List;
import java.util.function.Consumer;

/** Checks every argument and hands the work to the compute thread. */
final class NativeReplica implements Replica {
    private enum State {
        READY,
        TRAINED,
        CLOSED
    }

    private final ComputeThread thread;
    private final NativeNetwork network;
    private final int threads;
    private State state = State.READY;

    NativeReplica(ComputeThread thread, NativeNetwork network, int threads) {
        this.thread = thread;
        this.network = network;
        this.threads = threads;
    }

    @Override
    public Architecture architecture() {
        return network.architecture();
    }

    @Override
    public int rows() {
        return network.rows();
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public int parameterCount() {
        return network.parameters().length;
    }

    @Override
    public int statisticsCount() {
        return network.statistics().count();
    }

    @Override
    public List<Block> blocks() {
        return network.blocks();
    }

    @Override
    public float[] parameters() {
        return network.parameters();
    }

    @Override
    public float[] gradients() {
        return network.gradients();
    }

    @Override
    public synchronized void forward(float[] images, Mode mode, float[] logits) {
        Lengths.check("images", images, rows() * architecture().input().size());
        Lengths.check("logits", logits, rows() * architecture().classes());
        work(open -> open.forward(images, mode, logits));
        state = mode == Mode.TRAIN ? State.TRAINED : State.READY;
    }

    @Override
    public synchronized void backward(float[] gradLogits) {
        Lengths.check(
                "gradients of the logits", gradLogits, rows() * architecture().classes());
        if (state == State.READY) {
            throw new IllegalStateException("Cannot compute gradients: the pass before was not a forward pass in mode "
                    + "TRAIN. Call forward(images, TRAIN, logits) first.");
        }
        work(open -> open.backward(gradLogits));
    }

    @Override
    public synchronized void readStatistics(float[] statistics) {
        Lengths.check("running statistics", statistics, statisticsCount());
        work(open -> open.statistics().read(statistics));
    }

    @Override
    public synchronized void writeStatistics(float[] statistics) {
        Lengths.check("running statistics", statistics, statisticsCount());
        work(open -> open.statistics().write(statistics));
    }

    @Override
    public synchronized void seed(long seed) {
        work(open -> RandomGenerator$.MODULE$.RNG().setSeed(seed));
    }

    @Override
    public synchronized void close() {
        if (state != State.CLOSED) {
            thread.run(network::release);
            state = State.CLOSED;
        }
    }

    private void work(Consumer<NativeNetwork> work) {
        if (state == State.CLOSED) {
            throw new IllegalStateException("Cannot compute: this replica is closed. Build a new one.");
        }
        thread.run(() -> work.accept(network));
    }
}
