package eu.havenlake.training.engine.worker;

/** Running statistics of batch normalisation, averaged over workers by the images they have seen. */
final class Statistics {

    private Statistics() {}

    /** What one worker tells the others. */
    static double[] note(float[] statistics, int images) {
        double[] note = new double[statistics.length + 1];
        note[0] = images;
        for (int i = 0; i < statistics.length; i++) {
            note[i + 1] = statistics[i];
        }
        return note;
    }

    /** The mean of what all have told, added in the order of workers. */
    static float[] mean(double[][] notes) {
        double images = 0;
        double[] sums = new double[notes[0].length - 1];
        for (double[] note : notes) {
            images += note[0];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += note[0] * note[i + 1];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / images);
        }
        return mean;
    }
}
