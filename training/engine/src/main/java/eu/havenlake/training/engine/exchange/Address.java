package eu.havenlake.training.engine.exchange;

/**
 * Where a worker can be reached.
 *
 * @param worker its number, from 0
 * @param host as Spark knows it
 * @param port of its server
 * @param executor Spark's id of the executor it runs in
 */
public record Address(int worker, String host, int port, String executor) {
    @Override
    public String toString() {
        return "worker " + worker + " (" + host + ":" + port + ", executor " + executor + ")";
    }
}
