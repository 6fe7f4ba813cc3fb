package eu.havenlake.training.engine.exchange;

/** A worker cannot be reached any more, or does not answer. */
public final class LostWorker extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String executor;

    LostWorker(Address address, String reason, Throwable cause) {
        super("Cannot reach " + address + ": " + reason, cause);
        this.executor = address.executor();
    }

    /** Spark's id of the executor it ran in. */
    public String executor() {
        return executor;
    }
}
