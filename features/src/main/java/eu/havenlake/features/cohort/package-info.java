/** Who is in a study, and when it looks back from. */
package eu.havenlake.features.cohort;
