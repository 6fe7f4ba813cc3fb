package eu.havenlake.jobs.lifecycle;

import eu.havenlake.jobs.report.EventFile;
import eu.havenlake.training.engine.cluster.TrainingProgress;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Pace;
import java.util.function.Consumer;

/** A training as lines of a terminal, and as curves for TensorBoard. */
final class TrainingLines implements TrainingProgress {
    private static final double WORTH_SAYING = 0.005;

    private final Consumer<String> say;
    private final EventFile curves;
    private double before;

    TrainingLines(Consumer<String> say, EventFile curves) {
        this.say = say;
        this.curves = curves;
    }

    @Override
    public void epoch(EpochRecord epoch) {
        curves.add(epoch);
        EpochRecord.Figures validation = epoch.validation();
        say.accept(
                "  epoch %s/%d  loss %.3f  validation loss %.3f  balanced accuracy %.3f  ROC-AUC %.3f  %.0f images/s%s%s  about %.0f s to go"
                        .formatted(
                                number(epoch),
                                epoch.epochs(),
                                epoch.trainingLoss(),
                                validation.loss(),
                                validation.balancedAccuracy(),
                                validation.rocAuc(),
                                epoch.imagesPerSecond(),
                                pace(epoch.pace()),
                                epoch.best() ? "  best" : "",
                                secondsToGo(epoch)));
        if (epoch.pace().heldUp()) {
            notice("Worker %d needs %.1f times as long as the one in the middle: look at its machine."
                    .formatted(epoch.pace().slowest(), epoch.pace().slowness()));
        }
    }

    private static String number(EpochRecord epoch) {
        return epoch.iteration() == epoch.iterations()
                ? "%2d".formatted(epoch.epoch())
                : "%5.2f".formatted(epoch.trained());
    }

    /** At the pace since the line before, if that was of the same epoch, and the training has not gone back since. */
    private double secondsToGo(EpochRecord epoch) {
        double start = epoch.epoch() - 1;
        double since = epoch.trained() - (before > start && before < epoch.trained() ? before : start);
        before = epoch.trained();
        return epoch.seconds() / since * (epoch.epochs() - epoch.trained());
    }

    private static String pace(Pace pace) {
        return (pace.workers() == 1
                        ? ""
                        : " on %d workers, exchange %.0f %%".formatted(pace.workers(), 100 * pace.exchange()))
                + (pace.waiting() < WORTH_SAYING ? "" : ", waiting for images %.0f %%".formatted(100 * pace.waiting()));
    }

    @Override
    public void notice(String sentence) {
        say.accept("  " + sentence);
    }
}
