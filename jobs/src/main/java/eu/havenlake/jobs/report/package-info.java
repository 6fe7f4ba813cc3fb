/** The HTML report of a home: one file with all in it, which opens without a network. */
package eu.havenlake.jobs.report;
