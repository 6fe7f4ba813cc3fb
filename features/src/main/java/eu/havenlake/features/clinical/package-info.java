/** Features from health records. */
package eu.havenlake.features.clinical;
