package eu.havenlake.training.engine.settings;

import java.io.Serializable;

/**
 * On how many executors a training runs, and what happens when one is lost. It changes what a
 * network learns little: by rounding, and by batch normalisation and dropout, which know a worker's own images only.
 *
 * @param number of workers, one per executor; 0 = as many as there are
 * @param least how few are enough when not all come, or one is lost
 * @param patience seconds in which they must have come
 * @param heartbeat seconds after which a worker that does not answer is given up; one that only computes for long
 *     answers
 * @param wire how gradients travel between them
 * @param restarts how often a training goes on from its newest checkpoint after a worker was lost
 */
public record Workers(int number, int least, int patience, int heartbeat, Wire wire, int restarts)
        implements Serializable {

    /** Checks the ranges. */
    public Workers {
        Problems problems = new Problems("training.workers.");
        problems.atLeast("number", number, 0);
        problems.atLeast("least", least, 1);
        problems.require(
                number == 0 || least <= number, "least", least, "up to training.workers.number, which is " + number);
        problems.atLeast("patience", patience, 0);
        problems.atLeast("heartbeat", heartbeat, 1);
        problems.atLeast("restarts", restarts, 0);
        problems.throwIfAny();
    }
}
