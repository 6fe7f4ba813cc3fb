package eu.havenlake.tests.bench;

import java.nio.file.Path;

/** One of the two ways to do the same work. */
interface Side {
    /** What the table calls it. */
    String name();

    /**
     * Makes what the work needs and a user has anyway; its time is not counted.
     *
     * @param folder empty, for this run alone
     */
    Work prepare(Path folder) throws Exception;

    /** Who does the work: whose processor time counts. */
    default ProcessHandle process() {
        return ProcessHandle.current();
    }

    /** What is timed. */
    interface Work {
        /** Does it all. */
        void run() throws Exception;

        /** How many items it did, asked afterwards; its time is not counted. */
        long items() throws Exception;
    }
}
