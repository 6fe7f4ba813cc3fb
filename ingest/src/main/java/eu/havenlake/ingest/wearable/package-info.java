/** Measurements of wearables and home devices, as Open mHealth data points. */
package eu.havenlake.ingest.wearable;
