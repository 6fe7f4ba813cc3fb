/** Reading files of a user so that no bad line, broken archive or odd name ends the reading. */
package eu.havenlake.ingest.file;
