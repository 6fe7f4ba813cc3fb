package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Weights;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a worker hands back. A refusal is a value, because Spark turns an exception of a task into a text with a trace. */
sealed interface Outcome extends Serializable {

    /**
     * Training went well; the first worker says so for all.
     *
     * @param engine name and version of the engine
     * @param threads compute threads that were used
     * @param answers for the validation and the test part
     */
    record Trained(
            String engine,
            int threads,
            List<EpochRecord> epochs,
            int bestEpoch,
            Weights weights,
            Normalisation normalisation,
            Map<Part, List<Prediction>> answers)
            implements Outcome {}

    /**
     * Training went well; another worker's answers to its images.
     *
     * @param answers for the validation and the test part
     */
    record Answered(Map<Part, List<Prediction>> answers) implements Outcome {}

    /**
     * The user has to do something.
     *
     * @param message what and why
     */
    record Refused(String message) implements Outcome {}

    /** The answers of all workers about a part, in an order that does not depend on how many there were. */
    static List<Prediction> answers(List<Outcome> outcomes, Part part) {
        return outcomes.stream()
                .map(outcome -> switch (outcome) {
                    case Trained trained -> trained.answers();
                    case Answered answered -> answered.answers();
                    case Refused refused -> throw new HavenException(refused.message());
                })
                .flatMap(answers -> answers.getOrDefault(part, List.of()).stream())
                .sorted(Comparator.comparing(Prediction::image).thenComparing(Prediction::donor))
                .toList();
    }
}
