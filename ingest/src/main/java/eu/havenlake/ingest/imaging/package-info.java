/** Images and DICOM files: metadata to Kafka, bytes to the object store. */
package eu.havenlake.ingest.imaging;
