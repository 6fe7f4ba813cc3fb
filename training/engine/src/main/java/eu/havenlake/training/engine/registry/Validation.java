package eu.havenlake.training.engine.registry;

import eu.havenlake.training.engine.evaluation.Evaluation;
import java.time.Instant;
import java.util.Map;

/**
 * What a stored model is worth on other images than those that it was trained and tested with.
 *
 * @param model name/version
 * @param study whose images they are
 * @param at when
 * @param start what the model began with
 * @param data version of each table that was read
 * @param evaluation the figures
 */
public record Validation(
        String model, String study, Instant at, String start, Map<String, Long> data, Evaluation evaluation) {}
