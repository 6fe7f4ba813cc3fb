package eu.havenlake.features.image;

import eu.havenlake.lake.ConfigurationException;
import java.io.Serializable;

/**
 * How images become tensors.
 *
 * @param size width and height of a tensor in pixels, 16 to 1024
 * @param channels 3 for colour, 1 for grey
 * @param crop what is cut away before the image is resized
 */
public record ImageSettings(int size, int channels, Crop crop) implements Serializable {

    /** What is cut away before an image is resized. */
    public enum Crop {
        /** Nothing. */
        NONE,
        /** The dark border around the round field of a fundus camera. */
        FUNDUS
    }

    public ImageSettings {
        if (size < 16 || size > 1024) {
            throw new ConfigurationException("image.size = " + size + " is not allowed. Use a value from 16 to 1024.");
        }
        if (channels != 1 && channels != 3) {
            throw new ConfigurationException(
                    "image.channels = " + channels + " is not allowed. Use 3 for colour or 1 for grey.");
        }
    }
}
