package eu.havenlake.ingest.demo;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.List;

/**
 * One blood vessel without its branches.
 *
 * @param course its points, units of the retina
 * @param width diameter at its start
 * @param tip diameter at its end
 * @param artery whether it is an arteriole; else it is a venule
 */
record Vessel(List<Point2D> course, double width, double tip, boolean artery) {

    /**
     * Draws it.
     *
     * @param beading how much the diameter swells and shrinks along the course, 0 to 1
     * @param part which part of the diameter is drawn, 1 for all
     */
    void draw(Graphics2D graphics, double beading, double part) {
        for (int i = 1; i < course.size(); i++) {
            double along = (double) i / course.size();
            double bead = 1 + beading * Math.sin(i * 1.1);
            double diameter = (width + (tip - width) * along) * bead * part;
            graphics.setStroke(new BasicStroke((float) diameter, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(new Line2D.Double(course.get(i - 1), course.get(i)));
        }
    }
}
