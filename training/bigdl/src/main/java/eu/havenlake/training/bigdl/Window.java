package eu.havenlake.training.bigdl;

/**
 * Square window that slides over an image.
 *
 * @param side pixels
 * @param stride pixels from one position to the next
 * @param padding zeros around the image
 */
record Window(int side, int stride, int padding) {
    /** Positions along an image of that many pixels; the last pixels may be left out. */
    int positions(int pixels) {
        return (pixels + 2 * padding - side) / stride + 1;
    }
}
