/** What features mean: definitions as data, and the gold tables that follow from them. */
package eu.havenlake.features.definition;
