package eu.havenlake.jobs.lifecycle;

import eu.havenlake.jobs.report.EventFile;
import eu.havenlake.training.engine.cluster.TrainingProgress;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Pace;
import java.util.function.Consumer;

/** A training as lines of a terminal, and as curves for TensorBoard. */
record TrainingLines(Consumer<String> say, EventFile curves) implements TrainingProgress {

    @Override
    public void epoch(EpochRecord epoch) {
        curves.add(epoch);
        EpochRecord.Figures validation = epoch.validation();
        say.accept(
                "  epoch %2d/%d  loss %.3f  validation loss %.3f  balanced accuracy %.3f  ROC-AUC %.3f  %.0f images/s%s%s  about %.0f s to go"
                        .formatted(
                                epoch.epoch(),
                                epoch.epochs(),
                                epoch.trainingLoss(),
                                validation.loss(),
                                validation.balancedAccuracy(),
                                validation.rocAuc(),
                                epoch.imagesPerSecond(),
                                pace(epoch.pace()),
                                epoch.best() ? "  best" : "",
                                epoch.seconds() * (epoch.epochs() - epoch.epoch())));
        if (epoch.pace().heldUp()) {
            notice("Worker %d needs %.1f times as long as the one in the middle: look at its machine."
                    .formatted(epoch.pace().slowest(), epoch.pace().slowness()));
        }
    }

    private static String pace(Pace pace) {
        return pace.workers() == 1
                ? ""
                : " on %d workers, exchange %.0f %%".formatted(pace.workers(), 100 * pace.exchange());
    }

    @Override
    public void notice(String sentence) {
        say.accept("  " + sentence);
    }
}
