/** Features from wearables. */
package eu.havenlake.features.wearable;
