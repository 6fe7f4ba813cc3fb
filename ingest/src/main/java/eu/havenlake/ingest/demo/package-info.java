/**
 * Synthetic data for {@code haven run} without options: donors by Synthea, wearable days, pictures of phantom retinas
 * and decisions about consent. All of it is made up, says so in its names, and follows from a seed.
 */
package eu.havenlake.ingest.demo;
