package eu.havenlake.training.engine.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings each channel to mean 0 and standard deviation 1: value = (byte / 255 − mean) / deviation. Measured on the
 * training split only, so that nothing of held-out images leaks into the model.
 *
 * @param mean by channel, of bytes scaled to 0 … 1
 * @param deviation by channel, above 0
 */
public record Normalisation(List<Double> mean, List<Double> deviation) implements Serializable {

    /** Copies both lists. */
    public Normalisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /** How often each byte occurs: 256 counts per channel. Counts of several workers add up. */
    public static double[] histogram(Images images) {
        int plane = images.shape().height() * images.shape().width();
        double[] counts = new double[256 * images.shape().channels()];
        for (int i = 0; i < images.size(); i++) {
            byte[] pixels = images.image(i).pixels();
            for (int at = 0; at < counts.length; at += 256) {
                int first = at / 256 * plane;
                for (int p = first; p < first + plane; p++) {
                    counts[at + (pixels[p] & 255)]++;
                }
            }
        }
        return counts;
    }

    /** Measures by a histogram; a channel without variation keeps deviation 1. */
    public static Normalisation of(double[] histogram) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int at = 0; at < histogram.length; at += 256) {
            double mean = moment(histogram, at, 0, 1);
            double variance = moment(histogram, at, mean, 2);
            means.add(mean);
            deviations.add(variance > 1e-10 ? Math.sqrt(variance) : 1);
        }
        return new Normalisation(means, deviations);
    }

    /** The value of each byte in each channel: 256 values per channel. */
    float[] table() {
        float[] table = new float[256 * mean.size()];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) (((i & 255) / 255.0 - mean.get(i >> 8)) / deviation.get(i >> 8));
        }
        return table;
    }

    private static double moment(double[] histogram, int at, double centre, int power) {
        double sum = 0;
        double total = 0;
        for (int value = 0; value < 256; value++) {
            sum += histogram[at + value] * Math.pow(value / 255.0 - centre, power);
            total += histogram[at + value];
        }
        return total == 0 ? 0 : sum / total;
    }
}
