/** FHIR R4 from files: NDJSON and Bundles, one record per resource, with the donor it is about. */
package eu.havenlake.ingest.ehr;
