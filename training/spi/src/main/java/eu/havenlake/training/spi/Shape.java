package eu.havenlake.training.spi;

import java.io.Serializable;

/**
 * Extent of one image as the network sees it. Arrays hold images one after another, each as channel planes, rows from
 * the top, pixels from the left (NCHW).
 *
 * @param channels planes per image: 1 grey, 3 colour
 * @param height rows of pixels
 * @param width pixels per row
 */
public record Shape(int channels, int height, int width) implements Serializable {
    public Shape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("Cannot use an image shape of " + channels + "x" + height + "x" + width
                    + " (channels x height x width): every extent must be at least 1. Check the image settings.");
        }
    }

    /** Number of values of one image. */
    public int size() {
        return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
