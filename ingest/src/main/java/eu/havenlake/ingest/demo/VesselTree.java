package eu.havenlake.ingest.demo;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Grows the vessels of a retina out of its disc: a pair of arteriole and venule to each quadrant. The temporal arcades
 * follow parabolas around the macula, branches wander, nothing enters the fovea.
 */
final class VesselTree {
    private static final double STEP = 0.02;
    private static final double THINNEST = 0.006;
    private static final double FOVEA_FREE = 0.13;

    private final Point2D disc;
    private final Point2D fovea;
    private final Random random;
    private final List<Vessel> vessels = new ArrayList<>();

    private VesselTree(Point2D disc, Point2D fovea, Random random) {
        this.disc = disc;
        this.fovea = fovea;
        this.random = random;
    }

    static List<Vessel> grow(Point2D disc, Point2D fovea, Random random) {
        VesselTree tree = new VesselTree(disc, fovea, random);
        double turn = Seeds.about(random, 0, 0.04);
        for (int vertical : new int[] {-1, 1}) {
            double lift = Seeds.between(random, 0.72, 0.95);
            tree.arcade(vertical, lift, turn, 0.030, false);
            tree.arcade(vertical, lift * Seeds.between(random, 0.84, 1.1), turn, 0.023, true);
            tree.nasal(vertical, 0.024, false);
            tree.nasal(vertical, 0.019, true);
        }
        tree.small();
        return List.copyOf(tree.vessels);
    }

    /** y grows with the root of the way to the temporal side, as a parabola that lies on its side. */
    private void arcade(int vertical, double lift, double turn, double width, boolean artery) {
        List<Point2D> course = new ArrayList<>();
        double phase = Seeds.between(random, 0.0, 6.3);
        double bend = Seeds.between(random, 0.008, 0.02);
        double end = Seeds.between(random, 1.15, 1.5);
        for (double t = 0; t < 1.2; t += STEP) {
            double x = disc.getX() - end * t * t + 0.05 * Math.sin(Math.PI * t);
            double wobble = bend * Math.sin(11 * t + phase) * Math.min(1, 5 * t);
            double y = disc.getY() + vertical * (lift * t - 0.12 * t * t + wobble) + turn * t;
            course.add(new Point2D.Double(x, y));
        }
        vessels.add(new Vessel(course, width, 0.4 * width, artery));
        sprout(course, width, artery, 2);
    }

    private void nasal(int vertical, double width, boolean artery) {
        double heading = vertical * Seeds.between(random, 0.5, 1.15);
        wander(disc, heading, width, Seeds.between(random, 0.6, 0.9), artery, 2);
    }

    /** Short vessels from the disc to the macula and to the nose. */
    private void small() {
        int count = Seeds.between(random, 4, 7);
        for (int i = 0; i < count; i++) {
            boolean temporal = i % 2 == 0;
            double heading = (temporal ? Math.PI : 0) + Seeds.between(random, -0.6, 0.6);
            wander(disc, heading, 0.010, Seeds.between(random, 0.25, 0.5), random.nextBoolean(), 0);
        }
    }

    /** Branches on both sides of a course, more on long ones. */
    private void sprout(List<Point2D> course, double width, boolean artery, int depth) {
        int i = Seeds.between(random, 4, 8);
        boolean left = random.nextBoolean();
        while (i < course.size() - 2) {
            double along = (double) i / course.size();
            Point2D at = course.get(i);
            Point2D next = course.get(i + 1);
            double heading = Math.atan2(next.getY() - at.getY(), next.getX() - at.getX());
            double angle = Seeds.between(random, 0.5, 1.0) * (left ? 1 : -1);
            wander(
                    at,
                    heading + angle,
                    width * (1 - 0.5 * along) * Seeds.between(random, 0.45, 0.68),
                    Seeds.between(random, 0.2, 0.65),
                    artery,
                    depth - 1);
            left = random.nextInt(5) == 0 ? left : !left;
            i += Seeds.between(random, 6, 14);
        }
    }

    /** A branch of a length that turns little by little, away from the fovea where it comes near. */
    private void wander(Point2D from, double heading, double width, double length, boolean artery, int depth) {
        if (width < THINNEST) {
            return;
        }
        List<Point2D> course = new ArrayList<>(List.of(from));
        double curl = Seeds.about(random, 0, 0.03);
        double direction = heading;
        Point2D at = from;
        for (double way = 0; way < length && at.distance(0, 0) < 1.1 && at.distance(fovea) > FOVEA_FREE; way += STEP) {
            curl = 0.8 * curl + Seeds.about(random, 0, 0.05);
            direction += curl;
            at = new Point2D.Double(at.getX() + STEP * Math.cos(direction), at.getY() + STEP * Math.sin(direction));
            course.add(at);
        }
        vessels.add(new Vessel(course, width, Math.max(0.35 * width, 0.004), artery));
        if (depth > 0) {
            sprout(course, width, artery, depth);
        }
    }
}
