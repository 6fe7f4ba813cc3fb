package eu.havenlake.training.engine.worker;

import eu.havenlake.training.spi.Replica;
import java.io.Serializable;

/** A copy of all that a trained network has learned. */
public final class Weights implements Serializable {

    private static final long serialVersionUID = 1L;

    private final float[] parameters;
    private final float[] statistics;

    /**
     * Weights that lie somewhere else; not copied.
     *
     * @param parameters flat, as in {@link Replica#parameters()}
     * @param statistics as {@link Replica#readStatistics} gives them
     */
    public Weights(float[] parameters, float[] statistics) {
        this.parameters = parameters;
        this.statistics = statistics;
    }

    /** Copies a replica's present state. */
    public static Weights of(Replica replica) {
        float[] statistics = new float[replica.statisticsCount()];
        replica.readStatistics(statistics);
        return new Weights(replica.parameters().clone(), statistics);
    }

    /** Puts them back into a replica of the same architecture. */
    public void restore(Replica replica) {
        System.arraycopy(parameters, 0, replica.parameters(), 0, parameters.length);
        replica.writeStatistics(statistics);
    }

    /** Flat parameters; not a copy. */
    public float[] parameters() {
        return parameters;
    }

    /** Running statistics of batch normalisation; not a copy. */
    public float[] statistics() {
        return statistics;
    }
}
