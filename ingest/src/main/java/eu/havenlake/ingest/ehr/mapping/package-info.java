/** FHIR R4 resources as rows of the silver tables. */
package eu.havenlake.ingest.ehr.mapping;
