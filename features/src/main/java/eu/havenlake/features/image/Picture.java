package eu.havenlake.features.image;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * A decoded image: red, green and blue of each pixel.
 *
 * @param width columns
 * @param height rows
 * @param rgb row by row, 0xRRGGBB
 */
record Picture(int width, int height, int[] rgb) {
    private static final int CHANNELS = 3;
    /** Brightness below which a pixel belongs to the dark border of a fundus photograph. */
    private static final int DARK = 12;
    /** A row or column belongs to the field if this share of it is bright. */
    private static final double BRIGHT_SHARE = 0.02;

    /** Decodes a PNG or JPEG file. */
    static Picture decode(byte[] file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        if (image == null) {
            throw new IOException("no reader knows its format");
        }
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = plain.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return new Picture(
                plain.getWidth(),
                plain.getHeight(),
                ((DataBufferInt) plain.getRaster().getDataBuffer()).getData());
    }

    /** The part within the first and last rows and columns that are not dark, all of it where everything is dark. */
    Picture withoutDarkBorder() {
        int[] inRow = new int[height];
        int[] inColumn = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (brightness(x, y) > DARK) {
                    inRow[y]++;
                    inColumn[x]++;
                }
            }
        }
        int top = first(inRow, width);
        int left = first(inColumn, height);
        return top < 0 || left < 0
                ? this
                : part(left, top, last(inColumn, height) - left + 1, last(inRow, width) - top + 1);
    }

    private int brightness(int x, int y) {
        int pixel = rgb[y * width + x];
        return ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / CHANNELS;
    }

    private static int first(int[] bright, int length) {
        for (int i = 0; i < bright.length; i++) {
            if (bright[i] > BRIGHT_SHARE * length) {
                return i;
            }
        }
        return -1;
    }

    private static int last(int[] bright, int length) {
        for (int i = bright.length - 1; i >= 0; i--) {
            if (bright[i] > BRIGHT_SHARE * length) {
                return i;
            }
        }
        return -1;
    }

    private Picture part(int left, int top, int partWidth, int partHeight) {
        int[] part = new int[partWidth * partHeight];
        for (int y = 0; y < partHeight; y++) {
            System.arraycopy(rgb, (top + y) * width + left, part, y * partWidth, partWidth);
        }
        return new Picture(partWidth, partHeight, part);
    }

    /** The picture in a square without stretching it: the shorter side is filled with black on both ends. */
    Picture squared() {
        int side = Math.max(width, height);
        int[] square = new int[side * side];
        int left = (side - width) / 2;
        int top = (side - height) / 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(rgb, y * width, square, (top + y) * side + left, width);
        }
        return new Picture(side, side, square);
    }

    /**
     * Planes of red, green and blue at another size. Each target pixel is the mean of the source area that it covers, so
     * that small lesions fade but do not vanish; where the target is larger, source pixels are repeated.
     *
     * @return unsigned values, {@code [channel][row][column]} in one array
     */
    byte[] planes(int targetWidth, int targetHeight) {
        byte[] planes = new byte[CHANNELS * targetWidth * targetHeight];
        for (int y = 0; y < targetHeight; y++) {
            int top = y * height / targetHeight;
            int bottom = Math.max(top + 1, (y + 1) * height / targetHeight);
            for (int x = 0; x < targetWidth; x++) {
                int left = x * width / targetWidth;
                int right = Math.max(left + 1, (x + 1) * width / targetWidth);
                mean(left, top, right, bottom, planes, y * targetWidth + x, targetWidth * targetHeight);
            }
        }
        return planes;
    }

    private void mean(int left, int top, int right, int bottom, byte[] planes, int at, int plane) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = rgb[y * width + x];
                red += pixel >> 16 & 0xff;
                green += pixel >> 8 & 0xff;
                blue += pixel & 0xff;
            }
        }
        int area = (right - left) * (bottom - top);
        planes[at] = (byte) ((red + area / 2) / area);
        planes[plane + at] = (byte) ((green + area / 2) / area);
        planes[2 * plane + at] = (byte) ((blue + area / 2) / area);
    }

    /** Brightness at another size (ITU-R BT.601, section 2.5.1), unsigned, row by row. */
    byte[] grey(int targetWidth, int targetHeight) {
        byte[] planes = planes(targetWidth, targetHeight);
        int plane = targetWidth * targetHeight;
        byte[] grey = new byte[plane];
        for (int i = 0; i < plane; i++) {
            double brightness = 0.299 * (planes[i] & 0xff)
                    + 0.587 * (planes[plane + i] & 0xff)
                    + 0.114 * (planes[2 * plane + i] & 0xff);
            grey[i] = (byte) Math.round(brightness);
        }
        return grey;
    }
}
