package eu.havenlake.training.bigdl;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Shape;
import java.util.Random;

/** Seeded architectures, images and gradients for the tests of this package. */
final class Batches {
    private Batches() {}

    static Architecture architecture(String network, int channels, int side, int classes) {
        return new Architecture(Network.named(network), new Shape(channels, side, side), classes);
    }

    static float[] images(Architecture architecture, int rows) {
        return normal(rows * architecture.input().size(), 1);
    }

    static float[] normal(int length, long seed) {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Euclidean length of the difference as a share of the length of the expected vector. */
    static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }

    static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
