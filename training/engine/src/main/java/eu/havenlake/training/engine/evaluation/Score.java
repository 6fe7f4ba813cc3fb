package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Estimate;
import java.io.Serializable;

/**
 * One figure of a model beside what is had for nothing.
 *
 * @param name accuracy, balanced accuracy, quadratic weighted kappa or ROC-AUC
 * @param model the model's figure with its interval
 * @param majority the figure of always answering the class that is most frequent in training
 */
public record Score(String name, Estimate model, Estimate majority) implements Serializable {}
