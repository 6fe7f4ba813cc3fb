/** Decisions of donors about the use of their data. */
package eu.havenlake.ingest.consent;
