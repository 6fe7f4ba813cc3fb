package eu.havenlake.training.engine.worker;

/** What adds up over an epoch, of all workers. */
final class Sums {
    private final double[] computing;
    private double exchanging;
    private double waiting;
    private double loss;
    private double weight;
    private double right;
    private double images;

    Sums(int workers) {
        computing = new double[workers];
    }

    /**
     * One worker's part of a step, as the others get it.
     *
     * @param weight of its images in the loss
     * @param loss sum over them
     * @param images number
     * @param right how many were told right
     * @param seconds of computing
     */
    record Step(double weight, double loss, double images, double right, double seconds) {
        double[] note() {
            return new double[] {weight, loss, images, right, seconds};
        }

        /** No images. */
        static final Step NONE = new Step(0, 0, 0, 0, 0);

        Step plus(Step other) {
            return new Step(
                    weight + other.weight,
                    loss + other.loss,
                    images + other.images,
                    right + other.right,
                    seconds + other.seconds);
        }

        static Step of(double[] note) {
            return new Step(note[0], note[1], note[2], note[3], note[4]);
        }
    }

    /** @return the loss of all workers in this step */
    double add(double[][] notes) {
        double lossOfStep = 0;
        for (int worker = 0; worker < notes.length; worker++) {
            Step step = Step.of(notes[worker]);
            lossOfStep += step.loss();
            weight += step.weight();
            images += step.images();
            right += step.right();
            computing[worker] += step.seconds();
        }
        loss += lossOfStep;
        return lossOfStep;
    }

    void exchanged(double seconds) {
        exchanging += seconds;
    }

    void waited(double seconds) {
        waiting += seconds;
    }

    /**
     * Seconds so far in which this worker's engine did not compute.
     *
     * @param waiting for images
     * @param exchanging with the other workers
     */
    record Idle(double waiting, double exchanging) {}

    Idle idle() {
        return new Idle(waiting, exchanging);
    }

    /**
     * The record of the epoch.
     *
     * @param trained seconds of training
     * @param all seconds of the whole epoch
     */
    EpochRecord record(Sums.Moment moment, EpochRecord.Figures figures, double trained, double all, boolean best) {
        return new EpochRecord(
                moment.epoch() + 1,
                moment.epochs(),
                moment.iteration(),
                moment.iterations(),
                moment.learningRate(),
                loss / weight,
                right / images,
                figures,
                images / trained,
                all,
                best,
                Pace.of(computing, exchanging / trained, waiting / trained));
    }

    /**
     * When.
     *
     * @param epoch from 0
     * @param epochs planned
     * @param iteration done of the epoch
     * @param iterations of an epoch
     * @param learningRate at the end
     */
    record Moment(int epoch, int epochs, int iteration, int iterations, double learningRate) {
        double trained() {
            return epoch + (double) iteration / iterations;
        }
    }
}
