/** What an operator asks: does bronze have all that was sent, how far is it behind, what needs a person. */
package eu.havenlake.jobs.operation;
