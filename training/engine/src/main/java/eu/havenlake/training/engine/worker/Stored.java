package eu.havenlake.training.engine.worker;

/** Arrays of a checkpoint, put together from the sections of all workers that wrote it. */
public interface Stored {

    /**
     * The whole array.
     *
     * @throws eu.havenlake.lake.HavenException if it is not there, or not of this length
     */
    float[] whole(String name, int length);
}
