package eu.havenlake.features.image;

import eu.havenlake.features.image.ImageSettings.Crop;
import java.io.IOException;

/**
 * An image as a network takes it.
 *
 * @param pixels unsigned bytes, {@code [channel][row][column]} in one array
 * @param hash fingerprint for finding near duplicates
 */
public record Tensor(byte[] pixels, DifferenceHash hash) {

    /**
     * Decodes, crops and resizes an image.
     *
     * @param file bytes of a PNG or JPEG file
     * @throws IOException if it does not decode
     */
    public static Tensor of(byte[] file, ImageSettings settings) throws IOException {
        Picture whole = Picture.decode(file);
        Picture picture = (settings.crop() == Crop.FUNDUS ? whole.withoutDarkBorder() : whole).squared();
        byte[] pixels = settings.channels() == 1
                ? picture.grey(settings.size(), settings.size())
                : picture.planes(settings.size(), settings.size());
        return new Tensor(pixels, DifferenceHash.of(picture));
    }
}
