package eu.havenlake.training.engine.settings;

import java.io.Serializable;

/**
 * How the learning rate changes while training.
 *
 * @param kind the curve
 * @param warmup epochs in which the rate rises in a line from near zero, before the curve starts
 * @param stepEpochs epochs between two steps (kind step)
 * @param stepFactor what each step multiplies the rate with, above 0 up to 1 (kind step)
 * @param power of the fall (kind poly)
 */
public record Schedule(Kind kind, double warmup, int stepEpochs, double stepFactor, double power)
        implements Serializable {

    /** Curves of the learning rate. */
    public enum Kind {
        /** The same rate all the time. */
        CONSTANT,
        /** Smaller by a factor every so many epochs. */
        STEP,
        /** Half a cosine from the full rate to zero (Loshchilov and Hutter 2017, without restarts). */
        COSINE,
        /** From the full rate to zero as a power of the epochs that are left. */
        POLY
    }

    /** Half a cosine, without warm-up. */
    public static final Schedule COSINE = new Schedule(Kind.COSINE, 0, 10, 0.1, 2);

    /** Checks the ranges. */
    public Schedule {
        Problems problems = new Problems("training.schedule.");
        problems.range("warmup", warmup, 0, 1000);
        problems.atLeast("step-epochs", stepEpochs, 1);
        problems.positive("step-factor", stepFactor);
        problems.range("step-factor", stepFactor, 0, 1);
        problems.positive("power", power);
        problems.throwIfAny();
    }

    /**
     * The rate at a moment.
     *
     * @param base the full rate
     * @param epoch epochs since the start, with the share of the running one (2.5 = half of the third)
     * @param epochs length of the whole training
     */
    public double rate(double base, double epoch, int epochs) {
        if (epoch < warmup) {
            return base * (epoch + 1e-3) / warmup;
        }
        return switch (kind) {
            case CONSTANT -> base;
            case STEP -> base * Math.pow(stepFactor, Math.floor(epoch / stepEpochs));
            case COSINE -> base * 0.5 * (1 + Math.cos(Math.PI * done(epoch, epochs)));
            case POLY -> base * Math.pow(1 - done(epoch, epochs), power);
        };
    }

    /** Share of the curve that is done. */
    private double done(double epoch, int epochs) {
        return (epoch - warmup) / Math.max(epochs - warmup, 1e-9);
    }
}
