package eu.havenlake.training.engine.worker;

/**
 * A part of an array that a checkpoint keeps, as one worker holds it.
 *
 * @param name of the whole array
 * @param from place in the whole array where the part begins
 * @param values that hold the part
 * @param offset of the part in them
 * @param length of the part
 */
public record Section(String name, int from, float[] values, int offset, int length) {}
