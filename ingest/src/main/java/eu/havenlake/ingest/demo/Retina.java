package eu.havenlake.ingest.demo;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.Random;

/**
 * What is where in a healthy right eye, in units of the camera's field: its rim has the radius 1, the nose is to the
 * right. A left eye is the mirror image.
 *
 * @param disc centre of the optic disc
 * @param discRadius its mean radius
 * @param cup part of the disc that its bright cup takes, 0 to 1
 * @param fovea centre of the macula
 * @param vessels arterioles and venules
 */
record Retina(Point2D disc, double discRadius, double cup, Point2D fovea, List<Vessel> vessels) {

    static Retina of(Random random) {
        Point2D disc = new Point2D.Double(Seeds.about(random, 0.45, 0.06), Seeds.about(random, -0.03, 0.03));
        Point2D fovea = new Point2D.Double(
                disc.getX() - Seeds.about(random, 0.76, 0.04), disc.getY() + Seeds.about(random, 0.09, 0.025));
        double radius = Seeds.about(random, 0.135, 0.01);
        double cup = Seeds.between(random, 0.3, 0.6);
        return new Retina(disc, radius, cup, fovea, VesselTree.grow(disc, fovea, random));
    }
}
