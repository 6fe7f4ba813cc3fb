package eu.havenlake.training.engine.worker;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where the time of an epoch went, and how several workers kept step.
 *
 * @param workers that trained
 * @param exchange share of worker 0's training time that went into the exchange and into waiting for the others
 * @param waiting share of worker 0's training time in which the engine waited for its next images
 * @param slowest number of the worker that computed longest
 * @param slowness its time as a multiple of that of the worker in the middle
 */
public record Pace(int workers, double exchange, double waiting, int slowest, double slowness) implements Serializable {

    /** One worker alone. */
    public static final Pace ALONE = new Pace(1, 0, 0, 0, 1);

    private static final double SLOW = 5;

    /**
     * Measured on the times that the workers computed.
     *
     * @param seconds by worker
     * @param exchange share, as above; likewise waiting
     */
    static Pace of(double[] seconds, double exchange, double waiting) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int slowest = 0;
        for (int worker = 1; worker < seconds.length; worker++) {
            slowest = seconds[worker] > seconds[slowest] ? worker : slowest;
        }
        double middle = sorted[(sorted.length - 1) / 2];
        // Where images are few, a worker may have none to compute on.
        return new Pace(seconds.length, exchange, waiting, slowest, middle > 0 ? seconds[slowest] / middle : 1);
    }

    /** Whether one worker holds up all others by far, as a machine that is ill does. */
    public boolean heldUp() {
        return slowness >= SLOW;
    }
}
