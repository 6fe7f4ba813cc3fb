package eu.havenlake.training.engine.optimiser;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Another optimiser by several threads, a part of the range each: the engine rests meanwhile. Which thread changes a value
 * does not matter to it, so the result is the same to the bit for any number.
 *
 * @param one that does not look at other values than the one it changes
 */
record Parallel(Optimiser one, int threads) implements Optimiser {

    @Override
    public void update(float[] parameters, float[] gradients, int offset, int length, Step step) {
        IntStream.range(0, threads).parallel().forEach(part -> {
            int from = start(length, part);
            one.update(parameters, gradients, offset + from, start(length, part + 1) - from, step);
        });
    }

    private int start(int length, int part) {
        return (int) ((long) length * part / threads);
    }

    @Override
    public List<float[]> state() {
        return one.state();
    }
}
