package eu.havenlake.ingest.demo;

import java.util.Random;

/** Smooth noise: random values on a square lattice, blended between its points. It repeats after 64 lattice steps. */
final class Texture {
    private static final int SIZE = 64;
    private final float[] lattice = new float[SIZE * SIZE];

    Texture(Random random) {
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = 2 * random.nextFloat() - 1;
        }
    }

    /** A value from -1 to 1; neighbours one unit apart are independent. */
    double at(double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double right = smooth(x - column);
        double down = smooth(y - row);
        double top = value(column, row) * (1 - right) + value(column + 1, row) * right;
        double bottom = value(column, row + 1) * (1 - right) + value(column + 1, row + 1) * right;
        return top * (1 - down) + bottom * down;
    }

    /** Three octaves, the finest a quarter of the coarsest in size. */
    double cloud(double x, double y) {
        return (at(x, y) + 0.5 * at(2.1 * x + 7, 2.1 * y + 3) + 0.25 * at(4.3 * x + 1, 4.3 * y + 9)) / 1.75;
    }

    private double value(int column, int row) {
        return lattice[Math.floorMod(row, SIZE) * SIZE + Math.floorMod(column, SIZE)];
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
