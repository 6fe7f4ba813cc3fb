package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished training.
 *
 * @param engine name and version of the engine
 * @param threads compute threads that were used
 * @param start what it began with
 * @param architecture of the model
 * @param classes names in the order of the model's answers
 * @param normalisation from bytes to the model's input
 * @param weights of the best epoch
 * @param epochs the curve
 * @param bestEpoch number of the epoch whose weights are kept
 * @param counts how much data each part holds
 * @param test answers for the held-out images; they name pseudonyms
 * @param evaluation on the held-out images; absent without a test part
 */
public record TrainingResult(
        String engine,
        int threads,
        String start,
        Architecture architecture,
        List<String> classes,
        Normalisation normalisation,
        Weights weights,
        List<EpochRecord> epochs,
        int bestEpoch,
        Map<Part, Split.Count> counts,
        List<Prediction> test,
        Optional<Evaluation> evaluation) {}
