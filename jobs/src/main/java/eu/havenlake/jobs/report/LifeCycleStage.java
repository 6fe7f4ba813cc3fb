package eu.havenlake.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A stage of the research data life cycle, and how far this home is in it.
 *
 * @param name of the stage
 * @param what is done in it
 * @param state how far this home is
 */
public record LifeCycleStage(String name, String what, State state) {

    /** How far a home is in a stage. */
    public enum State {
        /** Something of it was done. */
        DONE("done"),
        /** Nothing of it was done yet. */
        OPEN("not run yet"),
        /** HavenLake cannot do it yet. */
        MISSING("not there yet");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** The state as a reader understands it. */
        public String words() {
            return words;
        }

        /** The state as the style sheet names it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The stages in their order, as the stages that ran say. */
    static List<LifeCycleStage> of(ReportData data) {
        return List.of(
                missing("plan", "purpose, licence, retention"),
                known(data, "collect", "haven collect, haven ingest", "collect", "ingest"),
                known(data, "curate", "haven curate", "curate."),
                known(data, "analyse", "haven features, haven train", "features.", "train."),
                missing("publish", "a research object with its provenance"),
                missing("preserve", "a verified copy for the long term"));
    }

    private static LifeCycleStage missing(String name, String what) {
        return new LifeCycleStage(name, what, State.MISSING);
    }

    private static LifeCycleStage known(ReportData data, String name, String what, String... prefixes) {
        boolean done = data.stages().stream()
                .anyMatch(run ->
                        run.state().equals("FINISHED") && Stream.of(prefixes).anyMatch(run.stage()::startsWith));
        return new LifeCycleStage(name, what, done ? State.DONE : State.OPEN);
    }
}
