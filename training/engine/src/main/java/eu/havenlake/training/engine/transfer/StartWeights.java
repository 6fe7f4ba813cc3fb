package eu.havenlake.training.engine.transfer;

import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Replica;
import java.io.Serializable;
import java.util.Map;

/**
 * What a training begins with; tensors that it does not hold begin as the engine builds them: at random, or as the model
 * file says that holds the network. Travels to the executors.
 *
 * @param said what they are, in words
 * @param parameters by the names of blocks
 * @param statistics of all batch normalisations, as {@link Replica#writeStatistics} takes them; empty to leave them
 */
public record StartWeights(String said, Map<String, float[]> parameters, float[] statistics) implements Serializable {

    /** All as the engine builds them. */
    public static final StartWeights NONE = none("random");

    /** All as the engine builds them, which are those. */
    public static StartWeights none(String said) {
        return new StartWeights(said, Map.of(), new float[0]);
    }

    /** The same in other words. */
    public StartWeights as(String words) {
        return new StartWeights(words, parameters, statistics);
    }

    /** Puts them into a new replica. */
    public void apply(Replica replica) {
        for (Block block : replica.blocks()) {
            float[] values = parameters.get(block.name());
            if (values != null) {
                System.arraycopy(values, 0, replica.parameters(), block.offset(), values.length);
            }
        }
        if (statistics.length > 0) {
            replica.writeStatistics(statistics);
        }
    }
}
