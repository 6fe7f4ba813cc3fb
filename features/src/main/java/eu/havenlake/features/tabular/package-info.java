/** The stage that builds the feature tables, and models over them, cross-validated by donor. */
package eu.havenlake.features.tabular;
