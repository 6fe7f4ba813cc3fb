package eu.havenlake.training.engine.split;

import java.io.Serializable;

/**
 * What the split needs to know of an image.
 *
 * @param image unique id
 * @param donor pseudonym
 * @param label its class
 * @param cluster images of one cluster look (nearly) the same
 */
public record Item(String image, String donor, String label, String cluster) implements Serializable {}
