package eu.havenlake.ingest.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.function.Consumer;

/**
 * A square picture of light, red, green and blue as floats from 0 to 1, that is painted in the units of the retina: the
 * centre of the camera's field is (0, 0), its rim has the radius 1, y goes down. A layer is a mask, one float a pixel.
 */
final class Canvas {
    private final int width;
    private final AffineTransform toPixels;
    private final float[][] light;
    private final double[] unitX;
    private final double[] unitY;

    /** A value for each place on the retina. */
    @FunctionalInterface
    interface Field {
        double at(double x, double y);
    }

    /**
     * @param width pixels on a side
     * @param toPixels from units of the retina to pixels
     */
    Canvas(int width, AffineTransform toPixels) {
        this.width = width;
        this.toPixels = toPixels;
        this.light = new float[3][width * width];
        this.unitX = new double[width * width];
        this.unitY = new double[width * width];
        locatePixels();
    }

    private void locatePixels() {
        try {
            AffineTransform toUnits = toPixels.createInverse();
            double[] place = new double[2];
            for (int i = 0; i < width * width; i++) {
                place[0] = i % width + 0.5;
                place[1] = i / width + 0.5;
                toUnits.transform(place, 0, place, 0, 1);
                unitX[i] = place[0];
                unitY[i] = place[1];
            }
        } catch (NoninvertibleTransformException e) {
            throw new IllegalArgumentException("Cannot paint: the transform to pixels has no inverse.", e);
        }
    }

    /** Sets all light to a colour. */
    void fill(float[] colour) {
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.fill(light[c], colour[c]);
        }
    }

    /** Multiplies the light by a factor that depends on the place; {@code weight} is the effect on each colour. */
    void shade(Field factor, double... weight) {
        for (int i = 0; i < width * width; i++) {
            double change = factor.at(unitX[i], unitY[i]) - 1;
            for (int c = 0; c < 3; c++) {
                light[c][i] *= (float) Math.max(0, 1 + weight[c] * change);
            }
        }
    }

    /** Blood and pigment let only a part of the light pass, {@code passing} of each colour. */
    void absorb(float[] mask, double... passing) {
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < mask.length; i++) {
                light[c][i] *= (float) (1 - mask[i] * (1 - passing[c]));
            }
        }
    }

    /** What is opaque hides what lies below. */
    void cover(float[] mask, double... colour) {
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < mask.length; i++) {
                light[c][i] += (float) (mask[i] * (colour[c] - light[c][i]));
            }
        }
    }

    /** Draws shapes, white on black, in units of the retina. */
    float[] mask(Consumer<Graphics2D> shapes) {
        BufferedImage image = new BufferedImage(width, width, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setTransform(toPixels);
        graphics.setColor(Color.WHITE);
        shapes.accept(graphics);
        graphics.dispose();
        byte[] drawn = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        float[] mask = new float[drawn.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (drawn[i] & 0xff) / 255f;
        }
        return mask;
    }

    /** A mask whose value is computed for each place. */
    float[] mask(Field field) {
        float[] mask = new float[width * width];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (float) Math.max(0, Math.min(1, field.at(unitX[i], unitY[i])));
        }
        return mask;
    }

    /** A mask with soft edges; {@code radius} in units of the retina. */
    float[] soft(float[] mask, double radius) {
        return Blur.of(mask, width, radius * scale());
    }

    /** Puts the whole picture out of focus. */
    void defocus(double radius) {
        for (int c = 0; c < 3; c++) {
            light[c] = soft(light[c], radius);
        }
    }

    /** The light of one colour, 0 red to 2 blue, row by row. */
    float[] light(int colour) {
        return light[colour].clone();
    }

    private double scale() {
        return Math.sqrt(Math.abs(toPixels.getDeterminant()));
    }
}
